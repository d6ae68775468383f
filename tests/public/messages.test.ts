import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";

type Texts = Map<string, string>;

function readTexts(code: string, folder = "server/public"): Texts {
  const file = new URL(`../../${folder}/messages/${code}.json`, import.meta.url);
  const texts: Texts = new Map();
  const walk = (group: unknown, path: string) => {
    if (typeof group === "string") texts.set(path, group);
    else if (typeof group === "object" && group !== null) {
      for (const [name, part] of Object.entries(group)) walk(part, path === "" ? name : `${path}.${name}`);
    }
  };
  walk(JSON.parse(readFileSync(file, "utf8")), "");
  return texts;
}

const forms = /_(zero|one|two|few|many|other)$/;
const gapsOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const textsByCode = new Map(languages.map(({ code }) => [code, readTexts(code)]));
const english = readTexts("en");
const plurals = new Set(
  [...english.keys()].filter((key) => forms.test(key)).map((key) => key.replace(forms, "")),
);

/** Words that stand in every language as they are: names, formats, programs, parts of addresses. */
const international =
  /\b(Sheaf|WhatsApp|LINE|Messenger|Viber|Telegram|Facebook|SMS|QR|RSS|CSV|JavaScript|WCAG|AA|AES|GCM|SHA|sha256sum|axe|core|UTC|mail|name|example|org|U\+\w+)\b/g;

describe.each(languages)("The texts in $name", ({ code, intl }) => {
  const texts = textsByCode.get(code) ?? new Map<string, string>();
  const keys = (of: Texts) => [...new Set([...of.keys()].map((key) => key.replace(forms, "")))].sort();

  test("have the same keys as the English ones", () => {
    expect(keys(texts)).toEqual(keys(english));
  });

  test("have exactly the plural forms of the language", () => {
    const categories = new Intl.PluralRules(intl).resolvedOptions().pluralCategories;
    for (const key of plurals) {
      const have = categories.filter((category) => texts.has(`${key}_${category}`));
      expect(have, key).toEqual(categories);
      const all = [...texts.keys()].filter((known) => known.replace(forms, "") === key);
      expect(all, key).toHaveLength(categories.length);
    }
  });

  test("have the same gaps as the English ones", () => {
    for (const [key, text] of texts) {
      const base = key.replace(forms, "");
      const model = english.get(key) ?? english.get(`${base}_other`) ?? "";
      // "One other country" and "two other countries" are words in some languages.
      if (plurals.has(base))
        expect(gapsOf(english.get(`${base}_other`) ?? ""), key).toEqual(expect.arrayContaining(gapsOf(text)));
      else expect(gapsOf(text), key).toEqual(gapsOf(model));
    }
  });

  test("have no text left empty, doubled spaces or loose ends", () => {
    for (const [key, text] of texts) {
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toBe("");
      expect(text, key).not.toMatch(/ {2}|\{\{(?!\w+\}\})|TODO/);
      expect(text.normalize("NFC"), key).toBe(text);
    }
  });
});

const others = languages.filter(({ code }) => code !== "en");

test.each(others)("No English is left in $name", ({ code }) => {
  // Short words may be the same by right: "Total", "E-mail", "Site", "Source {{number}}".
  for (const [key, text] of textsByCode.get(code) ?? []) {
    if (text.length > 24) expect(text, key).not.toBe(english.get(key));
  }
});

test.each(others.filter(({ code }) => code === "th" || code === "ar"))(
  "$name is written in its own script, but for international words",
  ({ code }) => {
    for (const [key, text] of textsByCode.get(code) ?? []) {
      const rest = text.replaceAll(/\{\{\w+\}\}/g, "").replaceAll(international, "");
      expect(rest, key).not.toMatch(/[a-z]{2,}/i);
    }
  },
);

test("French puts no plain space before its high punctuation", () => {
  for (const [key, text] of textsByCode.get("fr") ?? []) expect(text, key).not.toMatch(/ [:;?!»%]|« /);
});

test("What the texts quote is what the buttons say", () => {
  for (const { code } of languages) {
    const texts = textsByCode.get(code) ?? new Map<string, string>();
    const quoted = texts.get("trouble.too-many.text") ?? "";
    expect(quoted, code).toContain(texts.get("form.submit"));
    expect(texts.get("about.accessibility.tell.text"), code).toContain(texts.get("campaign.who"));
  }
});

/** Words of another register than these languages are written in here: respectful, and of signing in one word. */
const otherRegister = {
  th: /(?<!ขอบ)คุณ(?!ภาพ|สมบัติ|ค่า|\{\{)|แคมเปญ/,
  tl: /\b(?:ka|kang|mo|mong|ikaw|iyo|iyong|pumirma|pirma|pirmahan)\b/i,
} as const;

test.each(["th", "tl"] as const)(
  "%s speaks to its readers in one register, on pages and in letters",
  (code) => {
    for (const folder of ["server/public", "campaigns/mail"]) {
      const texts = readTexts(code, folder);
      expect(texts.size).toBeGreaterThan(50);
      for (const [key, text] of texts) expect(text, `${folder} ${key}`).not.toMatch(otherRegister[code]);
    }
  },
);
