import { html } from "hono/html";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";

/** Words that organisers read, in the order in which they meet them. */
export const organiserTerms = [
  "campaign",
  "petition",
  "office",
  "version",
  "approval",
  "signature",
  "confirmation",
  "batch",
  "entry",
  "check",
  "signersCode",
  "sourceCode",
  "update",
  "uncertain",
  "bundle",
  "branch",
] as const;

/** Words that only operators meet: in settings, logs and commands. */
export const operatorTerms = [
  "sheet",
  "line",
  "roll",
  "tally",
  "recount",
  "nullifier",
  "blindKey",
  "pending",
  "dispatch",
  "queue",
] as const;

/** A word that the glossary explains. */
export type Term = (typeof organiserTerms)[number] | (typeof operatorTerms)[number];

/** A link from where a word stands to what it means. */
export function termLink({ say }: ConsoleBook, term: Term): Html {
  const word = say(`glossary.${term}.word`);
  return html`<a href="${consoleUrls.glossary}#${term}">${say("glossary.link", { word })}</a>`;
}
