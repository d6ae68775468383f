import { describe, expect, test } from "vitest";
import { composeLetter } from "#campaigns/letters/compose-letter.ts";
import { momentIn } from "#campaigns/mail/letter-wording.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { buildFacts, letterKinds, linksOfHtml, linksOfText, page } from "./letter-facts.ts";

const everyLetter = locales.flatMap((locale) => letterKinds.map((kind) => [locale, kind] as const));

describe.each(everyLetter)("the letter in %s for %s", (locale, kind) => {
  const facts = buildFacts();
  const letter = composeLetter(kind, locale, facts);

  test("says the same links in both parts, each written out in the text", () => {
    expect(linksOfText(letter.text).sort()).toEqual(linksOfHtml(letter.html).sort());
    expect(linksOfText(letter.text)).toContain(page("withdraw"));
  });

  test("writes the address of its button out in the HTML as well", () => {
    const written = letter.html.match(/>https:[^<]+</g) ?? [];
    expect(written).toHaveLength(1);
  });

  test("names the campaign in the subject, after what the mail is for, and no person", () => {
    expect(letter.subject.indexOf(facts.campaignName)).toBeGreaterThan(12);
    for (const secret of [facts.headline, "Ana"]) expect(letter.subject).not.toContain(secret);
    expect(letter.subject).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(letter.subject.length).toBeLessThanOrEqual(130);
  });

  test("names the office and the organisation of the petition in both parts", () => {
    const unwrapped = letter.text.replace(/\s+/g, " ");
    for (const said of [facts.office, facts.owner]) {
      expect(unwrapped).toContain(said);
      expect(letter.html).toContain(said);
    }
  });

  test("has the link to pass on in thanks, and in no other letter", () => {
    expect(linksOfText(letter.text).includes(facts.share ?? "")).toBe(kind === "thanks");
  });

  test("shows nothing of what was signed in the first 120 characters, which previews display", () => {
    const preview = letter.text.slice(0, 120);
    for (const secret of [facts.campaignName, facts.headline, facts.organiser])
      expect(preview).not.toContain(secret.slice(0, 8));
  });

  test("names campaign, headline and organiser in the body of both parts", () => {
    const unwrapped = letter.text.replace(/\s+/g, " ");
    for (const said of [facts.campaignName, facts.headline, facts.organiser]) {
      expect(unwrapped).toContain(said);
      expect(letter.html).toContain(said);
    }
  });

  test("stays small, has no picture, no script, and fetches nothing", () => {
    expect(Buffer.byteLength(letter.html) + Buffer.byteLength(letter.text)).toBeLessThan(30_000);
    expect(letter.html).not.toMatch(/<(?:img|script|link|iframe|object|embed|video|audio|form|base)\b/i);
    expect(letter.html).not.toMatch(/\bsrc=|url\(|@import|@font-face|\bon[a-z]+=/i);
  });

  test("keeps text lines to 72 characters, addresses apart", () => {
    const long = letter.text.split("\n").filter((line) => !line.startsWith("https:"));
    const width = (line: string) =>
      Array.from(new Intl.Segmenter().segment(line.replace(/[\u2066-\u2069]/g, ""))).length;
    for (const line of long) expect(width(line)).toBeLessThanOrEqual(72);
  });

  test("leaves no gap unfilled and no block comment behind", () => {
    expect(letter.html + letter.text + letter.subject).not.toMatch(/\{\{|\}\}|<!-- (?:block|end) /);
  });
});

describe("language", () => {
  test("is told in the header and on the page, and Arabic runs from right to left throughout", () => {
    const arabic = composeLetter("thanks", "ar", buildFacts());
    expect(arabic.headers["Content-Language"]).toBe("ar");
    expect(arabic.html).toMatch(/<html lang="ar" dir="rtl"/);
    expect(arabic.html).not.toMatch(/text-align:left;(?!direction)|border-left/);
    expect(composeLetter("thanks", "tl", buildFacts()).html).toMatch(/<html lang="tl" dir="ltr"/);
  });

  test("fences a Latin name in an Arabic text, and leaves an Arabic one bare", () => {
    const { text } = composeLetter("links", "ar", buildFacts({ headline: "احموا كل طفل من الاتجار" }));
    expect(text).toContain("\u2068ECPAT International\u2069");
    expect(text).toContain("    احموا كل طفل من الاتجار\n");
  });

  test("dates the end of the link in the reader's calendar, with its time zone", () => {
    const until = (locale: "en" | "th" | "fr") => momentIn(locale, new Date("2026-12-07T14:05:00Z"));
    expect(until("en")).toContain("7 December 2026 at 14:05 UTC");
    expect(until("fr")).toContain("7 décembre 2026 à 14:05 UTC");
    expect(until("th")).toContain("7 ธันวาคม 2569 เวลา 14:05 UTC");
  });
});

test("a letter wears the colours of its campaign, or Sheaf's own, and never both", () => {
  const light = { campaign: "#1d4f8c", onCampaign: "#fdfdfd" };
  const dark = { campaign: "#9cc3f2", onCampaign: "#0a1c33" };
  const own = composeLetter("thanks", "en", buildFacts()).html;
  const dressed = composeLetter("thanks", "en", buildFacts({ colours: { light, dark } })).html;
  const confirm = composeLetter("confirm", "en", buildFacts({ colours: { light, dark } })).html;
  expect(confirm).toContain("background:#1d4f8c;color:#fdfdfd;");
  for (const colour of [light.campaign, dark.campaign]) {
    expect(dressed).toContain(colour);
    expect(own).not.toContain(colour);
  }
  for (const colour of ["#00645a", "#74d3bc"]) {
    expect(dressed).not.toContain(colour);
    expect(own).toContain(colour);
  }
});

describe("names", () => {
  test.each(["confirm", "remind", "already", "links"] as const)(
    "a letter for %s never shows a name that a stranger may have typed",
    (kind) => {
      const { subject, text, html } = composeLetter(kind, "en", buildFacts({ signerName: "Win A Prize" }));
      expect(subject + text + html).not.toContain("Win A Prize");
    },
  );

  test.each([
    "Ana María López",
    "ليلى حداد",
    "สมชาย ใจดี",
    "J. R. O’Brien-Ng",
    "नरेन्द्र शर्मा",
    "王芳",
    "Ælfgifu",
  ])("thanks greet %s by name", (name) => {
    const { html } = composeLetter("thanks", "en", buildFacts({ signerName: name }));
    expect(html).toContain(`Thank you, <bdi>${name}</bdi>.`);
  });

  test.each([
    "buy.example",
    "www.evil.test",
    "call 0800 123",
    "=cmd|' /C calc'!A0",
    "<b>Ana</b>",
    "a@b.example",
    "x".repeat(61),
    "http:evil",
    "",
  ])("thanks do not repeat %j", (name) => {
    const { text } = composeLetter("thanks", "en", buildFacts({ signerName: name }));
    expect(text).toMatch(/^Thank you\. Your signature counts\.\n/);
  });
});

describe("links", () => {
  test("a confirmation cannot be written without its link", () => {
    expect(() => composeLetter("confirm", "en", buildFacts({ links: {} }))).toThrow(TypeError);
    expect(() => composeLetter("remind", "en", buildFacts({ links: {} }))).toThrow(/link to confirm/);
  });

  test.each([
    "javascript:alert(1)",
    "https://a.example/\r\nBcc: x@y.example",
    "https://a.example/a b",
    'https://a.example/"><i',
    "/confirm/x",
    "data:text/html,x",
    `https://a.example/${"x".repeat(900)}`,
  ])("%j is refused as a link", (href) => {
    expect(() => composeLetter("confirm", "en", buildFacts({ links: { confirm: href } }))).toThrow(TypeError);
  });

  test("has one button: the link that the letter is about", () => {
    const buttonOf = (kind: (typeof letterKinds)[number]) =>
      /class="act".*?href="([^"]*)"/s
        .exec(composeLetter(kind, "en", buildFacts()).html)?.[1]
        ?.replaceAll("&amp;", "&");
    expect(letterKinds.map(buttonOf)).toEqual([
      page("confirm"),
      page("confirm"),
      buildFacts().share,
      page("preferences"),
      page("preferences"),
    ]);
  });

  test("thanks without a link to pass on need no button", () => {
    const { html } = composeLetter("thanks", "en", buildFacts({ share: undefined }));
    expect(html).not.toContain('class="act"');
  });
});
