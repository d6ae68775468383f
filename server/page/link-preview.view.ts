import { html, raw } from "hono/html";
import { cardSize } from "#campaigns/petitions/posters/draw-card.ts";
import { frameOf, type Locale, languageOf, locales } from "#campaigns/platform/languages/languages.ts";
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
  /** The languages that the page is in, where they are not those of Sheaf. */
  languages?: readonly Locale[] | undefined;
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

const openGraphLocales: Readonly<Record<string, string>> = { en: "en_GB", ar: "ar_AR", tl: "tl_PH" };

/** A language as Open Graph writes it: with a country, always; where most of its speakers live, as Unicode has it. */
function openGraphLocale(locale: Locale): string {
  const { language, region = "001" } = new Intl.Locale(languageOf(locale).intl).maximize();
  return openGraphLocales[locale] ?? `${language}_${region}`;
}

/**
 * The page's address in every language, and how a link to it shows itself; other pages are kept out of search engines.
 */
export function linkPreview(book: Phrasebook, page: LinkedPage): Html {
  const { publicUrl } = page;
  if (!publicUrl) return html`<meta name="robots" content="noindex">`;
  const offered = page.languages ?? locales;
  // Pages without texts of their own are the same in all languages that share a frame.
  const own = offered.includes(book.locale) ? book.locale : frameOf(book.locale);
  const address = publicUrl + page.addressIn(own);
  const { picture = asset("card.png"), pictureText = page.title } = page;
  const property = (name: string, content: string | number) =>
    html`<meta property="og:${name}" content="${content}">
`;
  return html`<link rel="canonical" href="${address}">
${offered.map((locale) => alternate(languageOf(locale).intl, publicUrl + page.addressIn(locale)))}${alternate(
  "x-default",
  publicUrl + (page.anyLanguage ?? page.addressIn(offered.includes("en") ? "en" : own)),
)}${property("type", "website")}${property("site_name", "Sheaf")}${property("title", page.title)}${property(
  "description",
  page.description,
)}${property("url", address)}${property("locale", openGraphLocale(own))}${offered
  .filter((locale) => locale !== own)
  .map((locale) =>
    property("locale:alternate", openGraphLocale(locale)),
  )}${property("image", publicUrl + picture)}${property("image:width", cardSize.width)}${property(
  "image:height",
  cardSize.height,
)}${property("image:alt", pictureText)}<meta
name="twitter:card" content="summary_large_image">
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
