import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { checkAnswers, type ProblemCode, type SignInput } from "#campaigns/signing/intake/check-answers.ts";
import { answersOf } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let campaign: Campaign;
let withPostcode: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  campaign = await loadTestCampaign(core.deps.database);
  withPostcode = await loadTestCampaign(core.deps.database, { asksPostcode: true });
});
afterAll(() => core.close());

type Bad = [field: keyof SignInput, value: string, code: ProblemCode];

const bad: Bad[] = [
  ["name", "", "missing"],
  ["name", " \u3000 ", "missing"],
  ["name", "x".repeat(151), "too-long"],
  ["name", "Anna\r\nBcc: all@example.org", "not-a-name"],
  ["name", "Anna\nSmith", "not-a-name"],
  ["name", "Anna\tSmith", "not-a-name"],
  ["name", "Anna\u0000Smith", "not-a-name"],
  ["name", "Anna\u2028Smith", "not-a-name"],
  ["name", "Anna \ud800 Smith", "not-a-name"],
  ["name", "Anna \u202egnp.exe", "not-a-name"],
  ["name", "=HYPERLINK(1)", "not-a-name"],
  ["name", " =1+1", "not-a-name"],
  ["name", "+44 20", "not-a-name"],
  ["name", "-2+3", "not-a-name"],
  ["name", "@SUM(A1)", "not-a-name"],
  ["name", "12345", "not-a-name"],
  ["name", "…", "not-a-name"],
  ["name", "\u3164", "not-a-name"],
  ["name", "\uffa0\u115f \u1160", "not-a-name"],
  ["name", "\u2800\u2800", "not-a-name"],
  ["name", "\u200b\u200e\u00ad", "not-a-name"],
  ["name", "\u200d\u034f", "not-a-name"],
  ["name", "\u{e0041}\u{e0042}", "not-a-name"],
  ["name", "Win at http://spam.example", "has-a-link"],
  ["name", "HTTPS://SPAM.EXAMPLE now", "has-a-link"],
  ["name", "see www.spam.example", "has-a-link"],
  ["name", "me@spam.example", "has-a-link"],
  ["email", "", "missing"],
  ["email", "anna", "not-an-address"],
  ["email", "anna@", "not-an-address"],
  ["email", "@example.org", "not-an-address"],
  ["email", "anna@localhost", "not-an-address"],
  ["email", "anna@127.0.0.1", "not-an-address"],
  ["email", "anna@[127.0.0.1]", "not-an-address"],
  ["email", "anna@@example.org", "not-an-address"],
  ["email", "anna@example.org,ben@example.org", "not-an-address"],
  ["email", "anna@example.org;ben@example.org", "not-an-address"],
  ["email", "anna@example.org\r\nBcc: ben@example.org", "not-an-address"],
  ["email", "Anna <anna@example.org>", "not-an-address"],
  ["email", '"anna\\" x"@example.org', "not-an-address"],
  ["email", "anna(comment)@example.org", "not-an-address"],
  ["email", "anna smith@example.org", "not-an-address"],
  ["email", "anna\u0000@example.org", "not-an-address"],
  ["email", "anna\ud800@example.org", "not-an-address"],
  ["email", `${"x".repeat(65)}@example.org`, "not-an-address"],
  ["email", `anna@${"x".repeat(250)}.org`, "too-long"],
  ["country", "", "missing"],
  ["country", "gb", "not-a-country"],
  ["country", "XX", "not-a-country"],
  ["country", "__", "not-a-country"],
  ["locale", "de", "not-a-language"],
  ["locale", "__proto__", "not-a-language"],
  ["locale", "constructor", "not-a-language"],
  ["petition", "fr", "unknown-petition"],
  ["petition", "__proto__", "unknown-petition"],
  ["petition", "", "unknown-petition"],
  ["source", "", "not-a-source"],
  ["source", "two words", "not-a-source"],
  ["source", "$where", "not-a-source"],
  ["source", "x".repeat(41), "not-a-source"],
];

describe.each(bad)("%s %j", (field, value, code) => {
  test(`is refused as ${code}, and nothing else is`, () => {
    const input = { ...answersOf("anna"), [field]: value };
    expect(checkAnswers(campaign, input)).toEqual([{ field, code }]);
  });
});

test.each(["", "1", "x".repeat(16), "<b>", "10110\n", "DROP;"])("postcode %j is refused", (postcode) => {
  const problems = checkAnswers(withPostcode, answersOf("anna", { postcode }));
  const trimmed = postcode === "10110\n";
  expect(Array.isArray(problems)).toBe(!trimmed);
  if (!trimmed) expect(problems).toMatchObject([{ field: "postcode" }]);
});

test("all problems are told at once, in the order of the form", () => {
  const wrong = {
    ...answersOf("anna"),
    name: "",
    email: "x",
    country: "",
    postcode: "?",
    locale: "xx",
    petition: "xx",
    source: "?",
  };
  const problems = checkAnswers(withPostcode, wrong);
  const fields = Array.isArray(problems) ? problems.map(({ field }) => field) : [];
  expect(fields).toEqual(["name", "email", "country", "postcode", "petition", "locale", "source"]);
});

test.each([
  "Anna Smith",
  "José Ñandú",
  "O’Neill-Müller, Jr.",
  "สมชาย ใจดี",
  "محمد بن سلمان",
  "王小明",
  "Đặng Thị Ngọc Thịnh",
  "J. R. R. Tolkien",
  "نگار\u200cسادات",
  "A",
])("the name %s is taken as it is", (name) => {
  expect(checkAnswers(campaign, answersOf("anna", { name }))).toMatchObject({ name: name.normalize("NFC") });
});

test("answers are brought into one spelling", () => {
  const answers = checkAnswers(
    withPostcode,
    answersOf("anna", { name: "  Jose\u0301   Smith ", email: " Anna@example.org ", postcode: " sw1a 1aa " }),
  );
  expect(answers).toMatchObject({ name: "José Smith", email: "Anna@example.org", postcode: "SW1A 1AA" });
});

test("What is copied into a name unseen is taken off: direction marks, soft hyphens, fillers", () => {
  const name = "\u200fمحمد\u200e An\u00adna\u3164 \ufeffSmith\u{e0041}";
  expect(checkAnswers(campaign, answersOf("anna", { name }))).toMatchObject({ name: "محمد Anna Smith" });
});

test.each(["HK", "AE", "QA", "GH"])(
  "In %s, where there are no postcodes, none is asked for or kept",
  (country) => {
    for (const postcode of [undefined, "", "000000", "?"]) {
      const answers = checkAnswers(
        withPostcode,
        answersOf("anna", { country, ...(postcode && { postcode }) }),
      );
      expect(answers).toMatchObject({ country, postcode: "" });
    }
  },
);

test("Where only some addresses have a postcode it may be missing, and is kept where it is given", () => {
  expect(checkAnswers(withPostcode, answersOf("anna", { country: "IE" }))).toMatchObject({ postcode: "" });
  const given = answersOf("anna", { country: "IE", postcode: "d02 af30" });
  expect(checkAnswers(withPostcode, given)).toMatchObject({ postcode: "D02 AF30" });
  expect(checkAnswers(withPostcode, { ...given, postcode: "?" })).toMatchObject([{ code: "not-a-postcode" }]);
});

test.each([
  ["JP", "１００－０００１", "100-0001"],
  ["JP", "〒100ー0001", "100-0001"],
  ["GB", "SW1A\u00a01AA", "SW1A 1AA"],
  ["GB", "\u200esw1a\u3000 1aa", "SW1A 1AA"],
  ["PT", "1000–205", "1000-205"],
  ["PL", "00\u2212950", "00-950"],
  ["SA", "١٢٣٤٥", "12345"],
  ["TH", "๑๐๑๑๐", "10110"],
])("in %s the postcode %s is taken as %s", (country, postcode, kept) => {
  expect(checkAnswers(withPostcode, answersOf("anna", { country, postcode }))).toMatchObject({
    postcode: kept,
  });
});

test("a postcode that was not asked for is not kept", () => {
  const answers = checkAnswers(campaign, answersOf("anna", { postcode: "10110" }));
  expect(answers).toMatchObject({ postcode: "" });
});

test("people sign the petition they name, else their country's, else the international one", () => {
  const petitionOf = (differences: Partial<SignInput>) => {
    const answers = checkAnswers(campaign, answersOf("anna", differences));
    return Array.isArray(answers) ? answers : answers.petition.id;
  };
  expect(petitionOf({ country: "TH" })).toBe("th");
  expect(petitionOf({ country: "TH", petition: "international" })).toBe("international");
  expect(petitionOf({ country: "DE" })).toBe("international");
  expect(petitionOf({ country: "XK", petition: "ph" })).toBe("ph");
});
