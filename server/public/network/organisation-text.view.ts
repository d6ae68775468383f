import { html, raw } from "hono/html";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { marked } from "../campaign/marked.view.ts";
import { sourceLink } from "../campaign/source-link.view.ts";

/** What kind of organisation it is, in words; an office with the name of its parent. */
export function kindOf(book: Phrasebook, { kind, parent }: Organisation, all: readonly Organisation[]): Html {
  if (kind !== "office") return html`${book.say(`network.kind.${kind}`)}`;
  const name = all.find(({ slug }) => slug === parent)?.name ?? parent ?? "";
  return book.fill("network.kind.office", { organisation: html`<bdi>${name}</bdi>` });
}

/** The paragraphs about an organisation, with marks that link to `sourceList`. */
export function aboutText(book: Phrasebook, { about }: Organisation): Html {
  const own = about[book.locale];
  // Better in English than not at all, and marked as such for screen readers.
  const tongue = own ? "" : raw(' lang="en" dir="ltr"');
  const paragraphs = own ?? about.en ?? [];
  return html`${paragraphs.map(
    (text) => html`<p${tongue}>${marked(book, text)}</p>
`,
  )}`;
}

/** The documents that an organisation's paragraphs are based on; nothing when there are none. */
export function sourceList(book: Phrasebook, { sources }: Organisation): Html | undefined {
  if (sources.length === 0) return undefined;
  return html`<section aria-labelledby="sources">
<h2 id="sources">${book.say("campaign.sources")}</h2>
<ol class="sources">${sources.map(({ number, title, section, language, credit, readAt, document }) => {
    const day = html`<time datetime="${readAt.toISOString().slice(0, 10)}">${book.day(readAt)}</time>`;
    return html`<li id="source-${number}"><bdi
lang="${language}"><cite>${title}</cite>, ${section}. ${credit}</bdi>${sourceLink({ document })} ${book.fill(
      "campaign.readAt",
      { day },
    )}</li>
`;
  })}</ol>
</section>`;
}
