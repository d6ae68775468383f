import { describe, expect, test } from "vitest";
import { mendMixedScripts } from "#campaigns/texts/mixed-scripts.ts";
import { suggestEmail } from "#campaigns/texts/suggest-email.ts";

describe("An address", () => {
  test.each([
    ["ada@gmial.com", "ada@gmail.com"],
    ["ada@gmail.con", "ada@gmail.com"],
    ["Ada.Muster+x@GMAIL.CMO", "Ada.Muster+x@gmail.com"],
    ["ada@hotmial.con", "ada@hotmail.com"],
    ["ada@hotnail.fr", "ada@hotmail.fr"],
    ["ada@yaho.com.ph", "ada@yahoo.com.ph"],
    ["ada@yahooo.co.th", "ada@yahoo.co.th"],
    ["ada@gmaill.com", "ada@gmail.com"],
    ["ada@iclod.com", "ada@icloud.com"],
    ["ada@somewhere.ogr", "ada@somewhere.org"],
    ["аdа@gmail.com", "ada@gmail.com"],
    ["ada@gmаil.com", "ada@gmail.com"],
    ["аdа@example.org", "ada@example.org"],
  ])("%s: was %s meant?", (typed, meant) => {
    expect(suggestEmail(typed)).toBe(meant);
  });

  test.each([
    "ada@gmail.com",
    "ada@mail.com",
    "ada@email.com",
    "ada@ymail.com",
    "ada@me.com",
    "ada@yahoo.co.th",
    "ada@uol.com.br",
    "ada@hotmail.co.th",
    "ada@gmx.ch",
    "ada@example.org",
    "ada@ecpat.se",
    "ada@unicef.org",
    "ada@université.fr",
    "ada@почта.рф",
    "иван@почта.рф",
    "not an address",
    "",
  ])("%s is not doubted", (typed) => {
    expect(suggestEmail(typed)).toBeUndefined();
  });
});

describe("A name", () => {
  test("with letters of another alphabet among Latin ones can be written in one alphabet", () => {
    // A Cyrillic "а" and "о", a Greek "Α".
    expect(mendMixedScripts("Annа Rоsa")).toBe("Anna Rosa");
    expect(mendMixedScripts("Αnna")).toBe("Anna");
    expect(mendMixedScripts("Annа Rоsa")).not.toBe("Annа Rоsa");
  });

  test.each(["Anna Smith", "Иван Петров", "Anna Иванова", "Νίκος", "สมชาย", "Müller", "Annaж"])(
    "%s is not doubted",
    (name) => {
      expect(mendMixedScripts(name)).toBeUndefined();
    },
  );
});
