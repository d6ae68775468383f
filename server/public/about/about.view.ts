import { html } from "hono/html";
import { type AboutPage, addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";

/** The sections of each page about Sheaf, in order; their texts are in the messages. */
const sections = {
  "how-we-count": ["stored", "confirmed", "once", "quiet", "total", "withdrawn", "receipt", "bundle"],
  privacy: ["entered", "beside", "network", "mails", "news", "long", "who", "without", "rights"],
  accessibility: ["works", "tested", "missing", "tell"],
} as const satisfies Record<AboutPage, readonly string[]>;

/** The names of the pages about Sheaf. */
export const aboutPages = ["how-we-count", "privacy", "accessibility"] as const satisfies AboutPage[];

/** A page about Sheaf: short sections of plain text. */
export function aboutPage(book: Phrasebook, name: AboutPage, publicUrl: string): string {
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
      body: html`<div class="prose">${sections[name].map((section) => aboutSection(book, name, section))}
${name === "privacy" && html`<p><a class="button quiet" href="${addresses.links(book.locale)}">${say("links.button")}</a></p>`}</div>`,
    }),
  });
}

function aboutSection({ say }: Phrasebook, name: AboutPage, section: string): Html {
  const key = `about.${name}.${section}`;
  return html`<h2 id="${section}">${say(`${key}.title`)}</h2>
<p>${say(`${key}.text`)}</p>
`;
}
