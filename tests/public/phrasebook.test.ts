import { html } from "hono/html";
import { describe, expect, test } from "vitest";
import { phrasebook } from "#server/page/phrasebook.ts";
import { preferredLocale } from "#server/page/preferred-locale.ts";

describe("A phrasebook", () => {
  test("writes numbers as its language does", () => {
    expect(phrasebook("en").number(7_012_480)).toBe("7,012,480");
    expect(phrasebook("fr").number(7_012_480)).toBe("7\u202f012\u202f480");
    expect(phrasebook("es").number(7_012)).toBe("7012");
    expect(phrasebook("th").number(7_012_480)).toBe("7,012,480");
    expect(phrasebook("ar").number(7_012_480)).toBe("7,012,480");
  });

  test("chooses the plural form of its language", () => {
    expect(phrasebook("en").count("problem.title", 1)).toBe("One answer needs another look");
    expect(phrasebook("en").count("problem.title", 2)).toBe("2 answers need another look");
    expect(phrasebook("ar").count("byCountry.others", 2)).toBe("بلدان آخران");
    expect(phrasebook("ar").count("byCountry.others", 5)).toBe("5 بلدان أخرى");
    expect(phrasebook("ar").count("byCountry.others", 76)).toBe("76 بلدًا آخر");
    expect(phrasebook("fr").count("campaign.signed", 1_000_000)).toBe("de personnes ont signé");
  });

  test("writes days as its language does, Thai ones in the Buddhist era", () => {
    const day = new Date("2026-11-23T23:30:00Z");
    expect(phrasebook("en").day(day)).toBe("23 November 2026");
    expect(phrasebook("ar").day(day)).toBe("23 نوفمبر 2026");
    expect(phrasebook("th").day(day)).toContain("2569");
  });

  test("puts pieces into texts and escapes what is none", () => {
    const text = phrasebook("en").fill("form.privacy", { privacy: html`<a href="/x">${"<b>"}</a>` });
    expect(text.toString()).toBe('More: <a href="/x">&lt;b&gt;</a>.');
  });

  test("knows all forms of a text", () => {
    expect(phrasebook("en").forms("campaign.signed")).toEqual({
      one: "person has signed",
      other: "people have signed",
    });
    expect(Object.keys(phrasebook("ar").forms("campaign.signed"))).toHaveLength(6);
  });
});

describe("The language that fits a reader", () => {
  test.each([
    [undefined, "en"],
    ["", "en"],
    ["fr-CA,fr;q=0.9,en;q=0.8", "fr"],
    ["de,es-MX;q=0.7,en;q=0.3", "es"],
    ["en;q=0.2, th", "th"],
    ["fil-PH", "tl"],
    ["tl", "tl"],
    ["ar-EG,ar", "ar"],
    ["xx, *;q=0.5", "en"],
    ["th;q=0, fr;q=0.1", "fr"],
    ["en-😀, \u0000, fr", "fr"],
    [`${"a,".repeat(50_000)}fr`, "en"],
  ])("%s: %s", (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });
});
