import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";

type Messages = { [key: string]: string | Messages };

const plural = /_(zero|one|two|few|many|other)$/;

function readTexts(locale: string): [string, string][] {
  const file = new URL(`../../../campaigns/bundles/print/messages/${locale}.json`, import.meta.url);
  const collect = (messages: Messages, path: string): [string, string][] =>
    Object.entries(messages).flatMap(([key, value]) =>
      typeof value === "string" ? [[path + key, value]] : collect(value, `${path}${key}.`),
    );
  return collect(JSON.parse(readFileSync(file, "utf8")), "");
}

const gapsIn = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
const english = new Map(readTexts("en"));
/** English has a form for one and one for all others. */
const counted = [...english.keys()]
  .filter((key) => key.endsWith("_other"))
  .map((key) => key.replace(plural, ""));

test.each(languages)(
  "prints in $code have every text, in each plural form of the language, with its gaps",
  ({ code, intl }) => {
    const texts = new Map(readTexts(code));
    const forms = new Intl.PluralRules(intl).resolvedOptions().pluralCategories;
    const single = [...english.keys()].filter((key) => !plural.test(key));
    const wanted = [...single, ...counted.flatMap((key) => forms.map((form) => `${key}_${form}`))];
    expect([...texts.keys()].sort()).toEqual(wanted.sort());
    for (const [key, text] of texts) {
      const base = key.replace(plural, "");
      const gaps = gapsIn(english.get(counted.includes(base) ? `${base}_other` : key) ?? "");
      // "One day" and "two" may be words of their own.
      const isWord = /_(one|two)$/.test(key) && gapsIn(text).length < gaps.length;
      if (!isWord) expect([key, gapsIn(text)]).toEqual([key, gaps]);
      expect([key, text.trim()]).toEqual([key, text]);
    }
  },
);
