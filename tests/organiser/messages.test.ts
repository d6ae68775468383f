import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";

type Texts = Map<string, string>;

const folder = new URL("../../server/organiser/messages/", import.meta.url);

/** All texts of a language by key; keys begin with the area, as pages name them. */
function readTexts(code: string): Texts {
  const texts: Texts = new Map();
  const walk = (group: unknown, path: string) => {
    if (typeof group === "string") texts.set(path, group);
    else if (typeof group === "object" && group !== null) {
      for (const [name, part] of Object.entries(group)) walk(part, `${path}.${name}`);
    }
  };
  for (const name of readdirSync(new URL(`${code}/`, folder))) {
    walk(JSON.parse(readFileSync(new URL(`${code}/${name}`, folder), "utf8")), name.replace(/\.json$/, ""));
  }
  return texts;
}

const forms = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string) => key.replace(forms, "");
const keysOf = (texts: Texts) => [...new Set([...texts.keys()].map(baseOf))].sort();
const gapsOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const english = readTexts("en");
const plurals = new Set([...english.keys()].filter((key) => forms.test(key)).map(baseOf));

/** Words that stand in every language as they are: names, formats, programs, parts of addresses and commands. */
const international =
  /\b(Sheaf|age-keygen|age1|age|Public key|JavaScript|localhost|CSV|zip|PDF|DNS|SPF|DKIM|DMARC|example\.org|Amazon SES|Postmark|Mailgun|SHEAF_BOUNCE_ADDRESS|webhook|UTC|Markdown|HTML|Message-ID|JPEG|PNG|WebP|GIF|ecpat-sweden|shop-bangkok-1|https|PH SE|en|PIN|QR|MB|office|name@example\.org|sheaf audit verify|Redis|MongoDB)\b/g;

describe.each(languages)("The console in $name", ({ code, intl }) => {
  const texts = readTexts(code);

  test("has the same keys as the English one", () => {
    expect(keysOf(texts)).toEqual(keysOf(english));
  });

  test("has exactly the plural forms of the language", () => {
    const categories = new Intl.PluralRules(intl).resolvedOptions().pluralCategories;
    for (const base of plurals) {
      const have = [...texts.keys()].filter((key) => baseOf(key) === base).sort();
      expect(have, base).toEqual(categories.map((category) => `${base}_${category}`).sort());
    }
  });

  test("has the same gaps as the English one", () => {
    for (const [key, text] of texts) {
      const base = baseOf(key);
      const model = gapsOf(english.get(plurals.has(base) ? `${base}_other` : key) ?? "");
      // "One code" and "two codes" are words in some languages; what else a text tells stands in each form.
      const spelledOut = plurals.has(base) && !text.includes("{{number}}");
      expect(gapsOf(text), key).toEqual(spelledOut ? model.filter((gap) => gap !== "number") : model);
    }
  });

  test("has no text left empty, doubled spaces or loose ends", () => {
    for (const [key, text] of texts) {
      expect(text, key).not.toBe("");
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toMatch(/ {2}|\{\{(?!\w+\}\})|TODO/);
      expect(text.normalize("NFC"), key).toBe(text);
    }
  });
});

test.each(languages.filter(({ code }) => code !== "en"))("No English is left in $name", ({ code }) => {
  // Short words may be the same by right: "Total", "Actions".
  for (const [key, text] of readTexts(code)) {
    const words = text.replaceAll(/\{\{\w+\}\}/g, "");
    if (words.length > 24) expect(text, key).not.toBe(english.get(key));
  }
});

test.each(languages.filter(({ code }) => code === "ar" || code === "th"))(
  "The console in $name is written in its own script, but for international words",
  ({ code }) => {
    for (const [key, text] of readTexts(code)) {
      // The glossary gives the words of operators as they stand in logs and commands, too.
      const given = key.startsWith("glossary.") ? text.replaceAll(/ \([a-z ]+\)/g, "") : text;
      const rest = given.replaceAll(/\{\{\w+\}\}/g, "").replaceAll(international, "");
      expect(rest, key).not.toMatch(/[a-z]{2,}/i);
    }
  },
);
