import { isLocale, type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import type { UpdateProblem } from "#campaigns/updates/writing/check-update.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import type { FieldErrors } from "../frame/fields.view.ts";

/** Problems that the console describes in its own words. */
const worded = new Set([
  "texts-none",
  "texts-language-unknown",
  "fallback-none",
  "subject-empty",
  "subject-long",
  "subject-lines",
  "subject-field-unknown",
  "body-long",
  "body-empty",
  "body-field-unknown",
  "body-field-in-link",
  "body-picture-foreign",
  "audience-unknown",
  "audience-order",
  "audience-no-day",
  "subject-figure",
  "body-figure",
  "body-figure-unsaid",
  "body-source-unknown",
  "body-source-address",
]);

/** What is wrong with an update, assigned to the fields of the form for one language's text. */
export function refusals(book: ConsoleBook, problems: readonly UpdateProblem[], shown: Locale): FieldErrors {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const [part = "", detail = ""] = problem.field.split(".");
    const key = `${part}-${problem.code}`;
    const sentence = worded.has(key) ? book.say(`updates.refused.${key}`, problem.gaps) : problem.message;
    const name = part === "audience" ? (audienceFields[detail] ?? "to") : (fieldNames[part] ?? part);
    const isElsewhere = isLocale(detail) && detail !== shown;
    const told = isElsewhere
      ? book.say("updates.refused.inLanguage", { language: languageOf(detail).name, problem: sentence })
      : sentence;
    errors[name] ??= told;
  }
  return errors;
}

const fieldNames: Readonly<Record<string, string>> = { texts: "subject" };
const audienceFields: Readonly<Record<string, string>> = {
  organisation: "organisation",
  joinedFrom: "from",
  joinedBefore: "before",
};
