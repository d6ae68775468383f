import {
  allLocales,
  isFrameLocale,
  type Locale,
  languageOf,
} from "#campaigns/platform/languages/languages.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "./console-book.ts";
import { choiceField, type Field } from "./fields.view.ts";

type Choice = { value: Locale; label: string };
const choices = new Map<string, readonly Choice[]>();

/** A choice among all languages that Intl knows: those of Sheaf first, then by their names in the reader's language. */
export function languageField(
  book: ConsoleBook,
  given: Pick<Field, "name" | "label" | "value" | "hint" | "error"> & { except?: readonly Locale[] },
): Html {
  const { except = [], ...field } = given;
  const options = choicesIn(book.tag).filter(({ value }) => !except.includes(value));
  return choiceField({ ...field, options: [{ value: "", label: "" }, ...options] });
}

function choicesIn(tag: string): readonly Choice[] {
  const known = choices.get(tag);
  if (known) return known;
  const names = new Intl.DisplayNames(tag, { type: "language" });
  const { compare } = new Intl.Collator(tag);
  const named = allLocales().map((locale) => ({ locale, name: names.of(languageOf(locale).intl) ?? locale }));
  const [own, others] = [true, false].map((isOwn) =>
    named
      .filter(({ locale }) => isFrameLocale(locale) === isOwn)
      .sort((one, other) => compare(one.name, other.name)),
  );
  const made = [...(own ?? []), ...(others ?? [])].map(({ locale, name }) => {
    const itself = isFrameLocale(locale) ? languageOf(locale).name : name;
    return { value: locale, label: itself === name ? name : `${name} (${itself})` };
  });
  choices.set(tag, made);
  return made;
}
