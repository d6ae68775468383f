import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { nameProblem, tidyName } from "#campaigns/texts/check-name.ts";

const network = new URL("../../campaigns/catalogue/network/", import.meta.url);

const problemOf = (typed: string) => nameProblem(typed, tidyName(typed));

describe("a name", () => {
  test.each([
    "Anna Smith",
    "Dr.No",
    "Prof.Li",
    "J.R.R. Tolkien",
    "St.John Smythe",
    "Mary-Jane O’Neil, M.Sc.",
    "Müller-Lüdenscheidt",
    "Nguyễn Thị Minh Khai",
    "สมชาย รัตนโกสินทร์",
    "Иван Петров",
    "محمد\u200eعلي",
    "می\u200cخواهم",
    "ශ්\u200dරී ලංකා",
    "김민준",
    "山田 太郎",
    "Ḥ̣anna",
    "Komal Dot",
    "Ana Punto Pérez",
  ])("is taken: %s", (name) => {
    expect(problemOf(name)).toBeUndefined();
  });

  test.each([
    ["", "missing"],
    [" \u200e ", "not-a-name"],
    ["a".repeat(151), "too-long"],
    ["\u3164", "not-a-name"],
    ["\uffa0\u115f", "not-a-name"],
    ["\u2800", "not-a-name"],
    ["An\u200dna", "not-a-name"],
    ["Anna\u202eSmith", "not-a-name"],
    ["Anna\nSmith", "not-a-name"],
    ["A\u0300\u0301\u0302\u0303\u0304\u0305\u0306nna", "not-a-name"],
    ["=Anna", "not-a-name"],
    ["1234", "not-a-name"],
    ["\ud800Anna", "not-a-name"],
    ["http://x.example", "has-a-link"],
    ["www.evil", "has-a-link"],
    ["anna@evil", "has-a-link"],
    ["Win at evil.com", "has-a-link"],
    ["CHEAP-PILLS.SHOP", "has-a-link"],
    ["evil．com", "has-a-link"],
    ["evil。com", "has-a-link"],
    ["ｅｖｉｌ.ｃｏｍ", "has-a-link"],
    ["evil . com", "has-a-link"],
    ["evil (dot) com", "has-a-link"],
    ["evil dot com", "has-a-link"],
    ["t.me/joinus", "has-a-link"],
    ["join discord.gg", "has-a-link"],
    ["casino77.ru", "has-a-link"],
    ["evil.co.uk", "has-a-link"],
    ["go to 203.0.113.9", "has-a-link"],
  ] as const)("is refused: %j is %s", (name, problem) => {
    expect(problemOf(name)).toBe(problem);
  });

  test("is kept in one spelling", () => {
    expect(tidyName("  Anna\u200f \u00a0 Smith\u200e ")).toBe("Anna Smith");
    expect(tidyName("An\u00adna\u3164 S\u200bmith\u{e0041}")).toBe("Anna Smith");
    expect(tidyName("Mu\u0308ller")).toBe("Müller");
  });

  test("of every organisation of the network is taken", () => {
    const files = readdirSync(network, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".yaml"),
    );
    const names = files.map((file) => parse(readFileSync(new URL(file, network), "utf8")).name);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => typeof name === "string" && problemOf(name))).toEqual([]);
  });
});
