import { html, raw } from "hono/html";
import { secretariat } from "#campaigns/access/secretariat.ts";
import { type Locale, languageOf, locales } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "./addresses.ts";
import { asset } from "./assets.ts";
import { type Html, toText } from "./html.ts";
import { type LinkedPage, linkPreview } from "./link-preview.view.ts";
import { type Phrasebook, speech } from "./phrasebook.ts";

/** One page: what surrounds its `main`, and how links to it show themselves. */
export type Page = LinkedPage & {
  /** The campaign whose colours the page has and whose links the footer offers. */
  campaign?: {
    slug: string;
    languages: readonly Locale[];
    colours: string;
    band: { light: string; dark: string };
    /** Whether its signatures are made up. */
    madeUp: boolean;
  };
  /** Where the skip link leads, if not to the top of `main`. */
  formId?: string;
  scripts?: ("totals.js" | "copy.js" | "postcode.js" | "form.js")[];
  /** Where the page's news can be followed by RSS. */
  feed?: { title: string; href: string };
  main: Html;
};

/** The whole HTML document of a page. */
export function renderPage(book: Phrasebook, page: Page): string {
  return toText(html`<!doctype html>
<html lang="${book.tag}" dir="${book.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · Sheaf</title>
<meta name="description" content="${page.description}">
${linkPreview(book, { ...page, languages: page.campaign?.languages })}
<meta name="color-scheme" content="light dark">
${themeColours(page)}
<link rel="icon" type="image/svg+xml" href="${asset("mark.svg")}">
<link rel="apple-touch-icon" href="${asset("icon.png")}">
<link rel="stylesheet" href="${asset("site.css")}">
${page.campaign && html`<link rel="stylesheet" href="${page.campaign.colours}">`}
${
  page.feed &&
  html`<link rel="alternate" type="application/rss+xml" title="${page.feed.title}" href="${page.feed.href}">`
}
${["menu.js" as const, ...(page.scripts ?? [])].map(
  (script) => html`<script type="module" src="${asset(script)}"></script>`,
)}
</head>
<body>
<a class="skip" href="#${page.formId ?? "main"}">${book.say(page.formId ? "site.skipToForm" : "site.skip")}</a>
${header(book, page)}
${page.campaign?.madeUp && madeUpNote(book)}
<main id="main">${page.main}</main>
${footer(book, page)}
</body>
</html>
`);
}

/** What nobody signed must never be taken for signatures. */
function madeUpNote({ say }: Phrasebook): Html {
  return html`<aside class="made-up" aria-label="${say("madeUp.title")}"><p class="wrap"><b>${say(
    "madeUp.title",
  )}</b> ${say("madeUp.text")}</p></aside>`;
}

function themeColours({ campaign }: Page): Html | undefined {
  if (!campaign) return undefined;
  return html`<meta name="theme-color" media="(prefers-color-scheme: light)" content="${campaign.band.light}">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="${campaign.band.dark}">`;
}

/** Sheaf's own logo: stalks, bound. `web/mark.svg` is the same drawing. */
const mark = raw(
  '<svg class="mark-of-sheaf" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2v20M8.6 2.8Q12 12.5 8 22M15.4 2.8Q12 12.5 16 22M5.2 4.8Q13 13 4.6 21M18.8 4.8Q11 13 19.4 21"/><path class="tie" d="M7.4 13.2h9.2"/></svg>',
);

function header(book: Phrasebook, page: Page): Html {
  return html`<header class="site wrap">
<a class="wordmark" href="${addresses.home(book.locale)}">${mark}<span lang="en">Sheaf</span></a>
<nav aria-label="${book.say("site.navigation")}">
<a class="wide" href="${addresses.home(book.locale)}">${book.say("site.campaigns")}</a>
<a class="wide" href="${addresses.network(book.locale)}">${book.say("network.title")}</a>
<a class="wide" href="${addresses.about(book.locale, "how-we-count")}">${book.say("about.how-we-count.title")}</a>
<details class="tongues">
<summary>${globe}<span class="unseen">${book.say(
    "site.language",
  )}: </span><span${speech(book, book.locale)}>${languageOf(book.locale).name}</span></summary>
${languageLinks(book, page)}
</details>
</nav>
</header>`;
}

const globe = raw(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5.4 5.6 5.4 12.4 0 18M12 3c-5.4 5.6-5.4 12.4 0 18"/></svg>',
);

function languageLinks(book: Phrasebook, page: Page): Html {
  const links = (page.campaign?.languages ?? locales).map(languageOf).map(({ code, intl, name }) => {
    const current = code === book.locale ? raw(' aria-current="true"') : "";
    return html`<li><a href="${page.addressIn(code)}" lang="${intl}" hreflang="${intl}"${current}>${name}</a></li>`;
  });
  return html`<ul>${links}</ul>`;
}

function footer(book: Phrasebook, page: Page): Html {
  const { locale, say } = book;
  return html`<footer class="foot">
<div class="wrap">
<section aria-labelledby="foot-help"><h2 id="foot-help">${say("footer.help")}</h2><p>${say("footer.danger")}</p><ul>
<li><a href="${addresses.help(locale)}">${say("help.title")}</a></li>
<li><a href="${addresses.write(locale, secretariat)}">${say("write.title")}</a></li>
</ul></section>
<section aria-labelledby="foot-mine"><h2 id="foot-mine">${say("footer.mine")}</h2><ul>
<li><a href="${addresses.receipt(locale)}">${say("receipt.check")}</a></li>
<li><a href="${addresses.links(locale, page.campaign?.slug)}">${say("links.withdraw")}</a></li>
<li><a href="${addresses.links(locale, page.campaign?.slug)}">${say("links.preferences")}</a></li>
</ul></section>
<section aria-labelledby="foot-about"><h2 id="foot-about">${say("footer.about")}</h2><ul>
<li><a href="${addresses.network(locale)}">${say("network.title")}</a></li>
${(["how-we-count", "privacy", "accessibility"] as const).map(
  (about) => html`<li><a href="${addresses.about(locale, about)}">${say(`about.${about}.title`)}</a></li>
`,
)}</ul></section>
<nav class="tongues-row" aria-label="${say("site.language")}">${languageLinks(book, page)}</nav>
</div>
</footer>`;
}
