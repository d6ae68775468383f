import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { locales } from "#campaigns/platform/languages/languages.ts";

type Messages = { [key: string]: string | Messages };

function readTexts(locale: string): Map<string, string> {
  const file = new URL(`../../campaigns/mail/messages/${locale}.json`, import.meta.url);
  const texts = new Map<string, string>();
  const collect = (messages: Messages, path: string): void => {
    for (const [key, value] of Object.entries(messages)) {
      if (typeof value === "string") texts.set(path + key, value);
      else collect(value, `${path}${key}.`);
    }
  };
  collect(JSON.parse(readFileSync(file, "utf8")), "");
  return texts;
}

const english = readTexts("en");
const gapsIn = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe.each(locales)("the messages in %s", (locale) => {
  const texts = readTexts(locale);

  test("have the same keys as the English ones, with the same gaps", () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of texts)
      expect([key, gapsIn(text)]).toEqual([key, gapsIn(english.get(key) ?? "")]);
  });

  test("are translated, trimmed, and free of characters that steer direction", () => {
    for (const [key, text] of texts) {
      expect([key, text.trim()]).toEqual([key, text]);
      expect(text).not.toMatch(/[<>\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      if (locale !== "en" && !/^link\.|organiser|^subject$/.test(key))
        expect([key, text]).not.toEqual([key, english.get(key)]);
    }
  });

  test("name the subject of no campaign", () => {
    const words = /child|enfant|niñ|เด็ก|طفل|أطفال|bata\b|exploit|explot|ECPAT|Sheaf|sex|ทางเพศ|جنس/i;
    for (const text of texts.values()) expect(text).not.toMatch(words);
  });
});
