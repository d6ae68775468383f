import { html } from "hono/html";
import { parseMarked } from "#campaigns/texts/parse-marked.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** A text whose `[^n]` marks link to the list of sources. */
export function marked(book: Phrasebook, text: string): Html {
  return html`${parseMarked(text).map((segment) =>
    "source" in segment ? sourceMark(book, segment.source) : segment.text,
  )}`;
}

/** A small raised number that links to a source. */
export function sourceMark(book: Phrasebook, source: number): Html {
  const label = book.say("campaign.source", { number: book.number(source) });
  return html`<a class="mark" href="#source-${source}" aria-label="${label}">${source}</a>`;
}
