import { html } from "hono/html";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import { type AboutPage, addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";

/** The sections of each page about Sheaf, in order; their texts are in the messages. */
const sections = {
  "how-we-count": ["stored", "confirmed", "once", "quiet", "total", "withdrawn", "receipt", "bundle"],
  privacy: [
    "basis",
    "entered",
    "beside",
    "network",
    "mails",
    "news",
    "long",
    "who",
    "without",
    "rights",
    "complaint",
  ],
  accessibility: ["works", "tested", "missing", "tell"],
} as const satisfies Record<AboutPage, readonly string[]>;

/** The names of the pages about Sheaf. */
export const aboutPages = ["how-we-count", "privacy", "accessibility"] as const satisfies AboutPage[];

/** A page about Sheaf: short sections of plain text; on privacy with the organisations that answer for the data. */
export function aboutPage(
  book: Phrasebook,
  name: AboutPage,
  publicUrl: string,
  responsible: readonly Organisation[] = [],
): string {
  const { say } = book;
  const lead = say(`about.${name}.lead`);
  return renderPage(book, {
    title: say(`about.${name}.title`),
    description: lead,
    addressIn: (locale) => addresses.about(locale, name),
    publicUrl,
    main: single({
      title: say(`about.${name}.title`),
      lead,
      body: html`<div class="prose">${name === "privacy" && responsibleSection(book, responsible)}
${sections[name].map((section) => aboutSection(book, name, section))}
${
  name === "privacy" &&
  html`<p><a class="button quiet" href="${addresses.links(book.locale)}">${say("links.button")}</a></p>`
}</div>`,
    }),
  });
}

/** Who answers for what is stored, with what the catalogue knows of each. */
function responsibleSection({ say, locale }: Phrasebook, organisations: readonly Organisation[]): Html {
  return html`<h2 id="responsible">${say("about.privacy.responsible.title")}</h2>
<p>${say("about.privacy.responsible.text")}</p>
<dl class="rows">${organisations.map(
    ({ slug, name, address }) =>
      html`<div><dt><a href="${addresses.organisation(locale, slug)}"><bdi>${name}</bdi></a></dt><dd><p>${
        address === null ? say("about.privacy.responsible.noAddress") : html`<bdi>${address}</bdi>`
      }</p>
<p><a href="${addresses.write(locale, slug)}">${say("write.title")}</a></p></dd></div>
`,
  )}</dl>
`;
}

function aboutSection({ say }: Phrasebook, name: AboutPage, section: string): Html {
  const key = `about.${name}.${section}`;
  return html`<h2 id="${section}">${say(`${key}.title`)}</h2>
<p>${say(`${key}.text`)}</p>
`;
}
