import { html, raw } from "hono/html";
import { cardSize } from "#campaigns/petitions/posters/draw-card.ts";
import { type Locale, languages, locales } from "#campaigns/platform/languages/languages.ts";
import { asset } from "./assets.ts";
import type { Html } from "./html.ts";
import type { Phrasebook } from "./phrasebook.ts";

/** What a page says about itself to programs: schema.org in JSON, without its context and address. */
type StructuredData = { "@type": string } & Readonly<Record<string, unknown>>;

/** What is told of a page where it is linked. */
export type LinkedPage = {
  title: string;
  /** One sentence for search engines and previews. */
  description: string;
  addressIn: (locale: Locale) => string;
  /** Sheaf's address, on pages that may be found and shared; others are kept out of search engines. */
  publicUrl?: string;
  /** An address without a language that leads everybody to the page in theirs; the English one when there is none. */
  anyLanguage?: string;
  /** The picture that links to the page show, as a path, and what it shows in words; Sheaf's own when left out. */
  picture?: string;
  pictureText?: string;
  /** What the page is about, for programs. */
  about?: StructuredData;
};

/** Languages as Open Graph writes them: with a country, always. */
const openGraphLocale: Record<Locale, string> = {
  en: "en_GB",
  fr: "fr_FR",
  es: "es_ES",
  th: "th_TH",
  ar: "ar_AR",
  tl: "tl_PH",
};

/** The page's address in every language, and how a link to it shows itself; other pages are kept out of search engines. */
export function linkPreview(book: Phrasebook, page: LinkedPage): Html {
  const { publicUrl } = page;
  if (!publicUrl) return html`<meta name="robots" content="noindex">`;
  const address = publicUrl + page.addressIn(book.locale);
  const { picture = asset("card.png"), pictureText = page.title } = page;
  const property = (name: string, content: string | number) =>
    html`<meta property="og:${name}" content="${content}">
`;
  return html`<link rel="canonical" href="${address}">
${languages.map(({ code, intl }) => alternate(intl, publicUrl + page.addressIn(code)))}${alternate("x-default", publicUrl + (page.anyLanguage ?? page.addressIn("en")))}${property("type", "website")}${property("site_name", "Sheaf")}${property("title", page.title)}${property("description", page.description)}${property("url", address)}${property("locale", openGraphLocale[book.locale])}${locales
  .filter((locale) => locale !== book.locale)
  .map((locale) =>
    property("locale:alternate", openGraphLocale[locale]),
  )}${property("image", publicUrl + picture)}${property("image:width", cardSize.width)}${property("image:height", cardSize.height)}${property("image:alt", pictureText)}<meta name="twitter:card" content="summary_large_image">
${structured(book, page, address)}`;
}

function alternate(language: string, address: string): Html {
  return html`<link rel="alternate" hreflang="${language}" href="${address}">
`;
}

/** Data, not a script: no `<` of a text can end it. */
function structured({ tag }: Phrasebook, { about, title, description }: LinkedPage, url: string): Html {
  const data = { "@context": "https://schema.org", "@type": "WebPage", ...about };
  const json = JSON.stringify({ ...data, url, name: title, description, inLanguage: tag });
  return html`<script type="application/ld+json">${raw(json.replaceAll("<", "\\u003c"))}</script>`;
}
