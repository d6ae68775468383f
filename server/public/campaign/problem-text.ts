import type { SignProblem } from "#campaigns/signing/intake/check-answers.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** Problems with their own wording; the others can't come from our form. */
const worded: ReadonlySet<string> = new Set([
  "name.missing",
  "name.too-long",
  "name.has-a-link",
  "name.not-a-name",
  "email.missing",
  "email.too-long",
  "email.not-an-address",
  "country.missing",
  "country.not-a-country",
  "postcode.missing",
  "postcode.not-a-postcode",
  "petition.unknown-petition",
]);

/** A problem in words that say what to do. */
export function problemText(book: Phrasebook, { field, code }: SignProblem): string {
  const key = `${field}.${code}`;
  return book.say(worded.has(key) ? `problem.${key}` : "problem.other");
}

/** Where the link of a problem leads: to its field, or to the form when it has none. */
export function problemAnchor({ field }: SignProblem): string {
  return ["name", "email", "country", "postcode"].includes(field) ? `#${field}` : "#sign";
}
