import { readdirSync, readFileSync } from "node:fs";
import { createInstance } from "i18next";
import { type FrameLocale, frameOf, type Locale, languages } from "./languages.ts";

/** Returns the text of a key in one language; plural forms follow `count`, `{{name}}` gaps are filled in. */
export type Translate = (key: string, gaps?: Readonly<Record<string, string | number>>) => string;

/**
 * Reads `{locale}.json` for every language from a folder and returns a translator for each. Nothing is escaped here:
 * the page or mail that shows a text escapes it. A key missing in a language throws, so that no page shows a bare
 * key. A language that Sheaf is not translated to gets the texts of the nearest one (`frameOf`).
 */
export function readMessages(folder: URL): (locale: Locale) => Translate {
  const translators = new Map<FrameLocale, Translate>();
  for (const { code, intl } of languages) {
    translators.set(code, makeTranslator(intl, readFile(new URL(`${code}.json`, folder))));
  }
  return (locale) => find(translators, locale);
}

/**
 * Reads a folder of messages by area, `{locale}/{area}.json`, and returns a translator for each language; keys begin
 * with the area. A language without its folder, or without a text, throws: nobody meets English unawares.
 */
export function readAreas(folder: URL): (locale: Locale) => Translate {
  const areasOf = (locale: FrameLocale): Messages => {
    const own = new URL(`${locale}/`, folder);
    const files = readdirSync(own).filter((name) => name.endsWith(".json"));
    return Object.fromEntries(
      files.map((name) => [name.slice(0, -".json".length), readFile(new URL(name, own))]),
    );
  };
  const translators = new Map(languages.map(({ code, intl }) => [code, makeTranslator(intl, areasOf(code))]));
  return (locale) => find(translators, locale);
}

type Messages = { [key: string]: string | Messages };

function readFile(file: URL): Messages {
  const messages: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isMessages(messages)) throw new TypeError(`${file.pathname} must hold texts, in groups at most.`);
  return messages;
}

function find(translators: ReadonlyMap<FrameLocale, Translate>, locale: Locale): Translate {
  const translate = translators.get(frameOf(locale));
  if (!translate) throw new RangeError(`No messages for the language "${locale}".`);
  return translate;
}

function isMessages(value: unknown): value is Messages {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((entry) => typeof entry === "string" || isMessages(entry));
}

function makeTranslator(intl: string, messages: Messages): Translate {
  const instance = createInstance({
    lng: intl,
    fallbackLng: false,
    resources: { [intl]: { translation: messages } },
    interpolation: { escapeValue: false },
    returnEmptyString: false,
    initAsync: false,
    parseMissingKeyHandler: (key: string) => {
      throw new RangeError(`No text "${key}" in the messages of "${intl}".`);
    },
  });
  void instance.init();
  return (key, gaps) => instance.t(key, { ...gaps });
}
