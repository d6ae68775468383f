import fc from "fast-check";
import { expect, test } from "vitest";
import { householdKeys, personOf, rollRange, signatureId } from "#campaigns/petitions/person.ts";
import { makeKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { openKeys } from "#campaigns/platform/sealing/keys.ts";
import { canonicalEmail } from "#campaigns/texts/canonical-email.ts";
import { emailProblem } from "#campaigns/texts/check-email.ts";

const keys = openKeys(makeKeyFile(new Date()));

/** Spellings of one mailbox, and the one that stands for all. */
const mailboxes: [canonical: string, ...spellings: string[]][] = [
  [
    "annasmith@gmail.com",
    "anna.smith@gmail.com",
    "A.N.N.A.Smith+petition@GoogleMail.com",
    "annasmith@googlemail.com",
  ],
  ["annasmith@proton.me", "Anna.Smith@protonmail.com", "anna_smith@pm.me", "anna-smith+x@proton.me"],
  ["anna.smith@icloud.com", "anna.smith@me.com", "Anna.Smith+list@mac.com"],
  ["anna@yahoo.com", "anna-petitions@yahoo.com", "ANNA-x@Yahoo.com"],
  ["anna@fastmail.com", "anna+x@fastmail.fm", "petitions@anna.fastmail.com", "x+y@Anna.fastmail.fm"],
  [
    "anna@yandex.ru",
    "anna@ya.ru",
    "anna+1@yandex.com",
    "Anna@yandex.com.tr",
    "anna@yandex.by",
    "anna+x@Yandex.kz",
  ],
  ["anna@yahoo.co.uk", "anna-news@yahoo.co.uk", "Anna-x@yahoo.co.uk"],
  ["anna.smith@example.org", "Anna.Smith@EXAMPLE.org", "anna.smith+petition@example.org"],
  ["anna@xn--bcher-kva.example", "anna@bücher.example", "ANNA@BÜCHER.example", "anna@xn--bcher-kva.EXAMPLE"],
  ["anna@xn--mgbh0fb.example", "anna@مثال.example"],
  ["josé@example.org", "JOSÉ@example.org", "jose\u0301@example.org"],
];

test.each(mailboxes)("%s stands for all its spellings", (canonical, ...spellings) => {
  for (const spelling of [canonical, ...spellings]) {
    expect([spelling, canonicalEmail(spelling)]).toEqual([spelling, canonical]);
    expect([spelling, emailProblem(spelling)]).toEqual([spelling, undefined]);
  }
});

/** Mailboxes that look alike and are not the same. */
const different: [one: string, other: string][] = [
  ["anna.smith@example.org", "annasmith@example.org"],
  ["anna@outlook.com", "anna@hotmail.com"],
  ["anna@yahoo.com", "anna@yahoo.fr"],
  ["anna@gmail.com", "anna@gmail.co"],
  ["anna@yandex.ru", "anna@yandex.example"],
  ["anna.smith@yandex.ru", "annasmith@yandex.ru"],
  ["anna@yahoo.co.uk", "anna@yahoo.com"],
  ["anna-marie@example.org", "anna-claire@example.org"],
  ["anna_smith@gmail.com", "annasmith@gmail.com"],
  ["anna+x@yahoo.com", "anna@yahoo.com"],
  ["anna@mail.gmail.com", "anna@gmail.com"],
  ["anna@me.com.example.org", "anna@icloud.com"],
];

test.each(different)("%s and %s are two people", (one, other) => {
  expect(canonicalEmail(one)).not.toBe(canonicalEmail(other));
});

test("a canonical spelling stands for itself, and reaches the same provider", () => {
  const local = fc.stringMatching(/^[a-z0-9][a-z0-9.+_-]{0,20}$/);
  const domain = fc.constantFrom(
    "gmail.com",
    "example.org",
    "yahoo.com",
    "pm.me",
    "me.com",
    "bücher.example",
  );
  fc.assert(
    fc.property(local, domain, (name, host) => {
      const once = canonicalEmail(`${name}@${host}`);
      expect(canonicalEmail(once)).toBe(once);
      expect(once.indexOf("@")).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});

test("no provider is reached by names of objects' own properties", () => {
  for (const name of ["constructor", "__proto__", "toString"]) {
    expect(canonicalEmail(`anna+x@${name}`)).toBe(`anna@${name.toLowerCase()}`);
  }
});

test.each([
  "anna@exa\u00admple..org",
  "anna@\u200b.org",
  "anna@a\u2028b.org",
  "anna@\u{1f600}\ufe0f\u200d.\u0488org",
])("a domain that no mail can go to is refused, so that nobody shares a mailbox with it: %j", (address) => {
  expect(emailProblem(address)).toBe("not-an-address");
});

test("nullifiers of two campaigns, and of two key files, have nothing in common", () => {
  const email = "anna@example.org";
  const one = personOf(keys, { slug: "one", ordinal: 1 }, email);
  const other = personOf(keys, { slug: "other", ordinal: 2 }, email);
  const elsewhere = personOf(openKeys(makeKeyFile(new Date())), { slug: "one", ordinal: 1 }, email);
  expect(one).toHaveLength(20);
  expect(one.readUInt32BE(0)).toBe(1);
  expect(other.readUInt32BE(0)).toBe(2);
  expect(one.subarray(4).equals(other.subarray(4))).toBe(false);
  expect(one.equals(elsewhere)).toBe(false);
  expect(personOf(keys, { slug: "one", ordinal: 1 }, "ANNA+x@example.org").equals(one)).toBe(true);
});

test("the roll of a campaign is one range of keys, and holds nobody of another", () => {
  const { from, to } = rollRange(7);
  const ids = [6, 7, 8].map((ordinal) =>
    signatureId(personOf(keys, { slug: "x", ordinal }, "a@example.org"), 1),
  );
  const inside = ids.map((id) => id.compare(from) >= 0 && id.compare(to) < 0);
  expect(inside).toEqual([false, true, false]);
});

test("blind keys of a name tell spellings of it as one, other names and other mailboxes apart", () => {
  const family = personOf(keys, { slug: "one", ordinal: 1 }, "family@example.org");
  const neighbours = personOf(keys, { slug: "one", ordinal: 1 }, "neighbours@example.org");
  const nameKey = (person: Buffer, name: string) =>
    householdKeys(keys, person, name, "10110").nameKey.toString("hex");
  expect(nameKey(family, "José da Silva")).toBe(nameKey(family, "JOSE\u0301 DA-SILVA"));
  expect(nameKey(family, "José da Silva")).not.toBe(nameKey(family, "Ana da Silva"));
  expect(nameKey(family, "José da Silva")).not.toBe(nameKey(neighbours, "José da Silva"));
  expect(nameKey(family, "สมชาย ใจดี")).not.toBe(nameKey(family, "สมหญิง ใจดี"));
});
