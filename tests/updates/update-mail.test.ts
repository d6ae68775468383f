import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { createDkimSigner } from "#campaigns/mail/dkim.ts";
import { mailNameOf } from "#campaigns/organisations/sender.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { composeUpdate, type UpdateFacts } from "#campaigns/updates/composing/compose-update.ts";
import { fillUpdate, type Reader } from "#campaigns/updates/composing/fill-update.ts";

const facts: UpdateFacts = {
  locale: "en",
  tongue: "en",
  onWeb: "0123456789abcdef01234567",
  text: {
    subject: "News for {{name|you}}",
    body: "Dear {{name|friend}},\n\nfrom {{country}}: **thank you.**",
  },
  campaign: { slug: "count", name: "Count “every” person", sources: [] },
  organisation: { name: "Testers", address: "1 Test Street", mails: mailNameOf({ name: "Testers" }, "en") },
  from: "Sheaf <news@sheaf.test>",
  publicUrl: "https://sheaf.test",
};
const reader: Reader = {
  to: "anna@example.org",
  messageId: "one.two@sheaf.test",
  fields: { name: "Anna", country: "Thailand" },
  links: {
    unsubscribe: `https://sheaf.test/en/unsubscribe/${"u".repeat(80)}=`,
    preferences: "https://sheaf.test/en/preferences/p",
  },
};
const date = new Date("2026-11-25T20:00:00Z");

async function mailOf(differences: Partial<UpdateFacts> = {}, changes: Partial<Reader> = {}) {
  const template = await composeUpdate({ ...facts, ...differences });
  const raw = await fillUpdate(template, { ...reader, ...changes }, { date, signer: undefined });
  return { raw: raw.toString("utf8"), mail: await simpleParser(raw, { skipTextToHtml: true }) };
}

/** Names that would break a line, a header, markup or an encoding, and names in every script. */
const names = [
  "Ann\r\nBcc: all@example.org",
  "=?utf-8?q?x?= {{country}}",
  "<script>x</script>&\"'",
  "=0D=0ABcc: x",
  ".",
  "-- \r\n.\r\n",
  "ก".repeat(60),
  "ليلى 😀",
  `${"long ".repeat(40)}`,
];

test.each(names)("whatever a reader is called, her mail has its headers and parts: %j", async (name) => {
  const { raw, mail } = await mailOf({}, { fields: { name, country: "GB" } });
  expect(mail.headers.has("bcc")).toBe(false);
  expect(mail.subject).toBe(`News for ${name}`.replaceAll(/[\r\n]+/g, " ").trim());
  expect(mail.text).toContain("thank you.");
  expect(mail.html).not.toContain("<script>");
  expect((mail.html || "").replaceAll(/<[^>]+>/g, "")).toContain("thank you.");
  const body = raw.slice(raw.indexOf("\r\n\r\n")).split("\r\n");
  expect(Math.max(...body.map((line) => line.length))).toBeLessThanOrEqual(76);
  expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(raw).toMatch(/^[\x20-\x7e\r\n]*$/);
});

test.each(locales)(
  "in %s both parts say the same, with the reader's own links and direction",
  async (locale) => {
    const { raw, mail } = await mailOf({ locale, tongue: locale });
    for (const part of [mail.text ?? "", mail.html || ""]) {
      expect(part).toContain("Anna");
      expect(part).toContain(reader.links.unsubscribe);
      expect(part).toContain(reader.links.preferences);
      expect(part).toContain("1 Test Street");
      expect(part).not.toMatch(/zq[0-9a-f]{12}|\{\{/);
    }
    expect(mail.html).toContain(`dir="${locale === "ar" ? "rtl" : "ltr"}"`);
    expect(mail.headers.get("list")).toMatchObject({ unsubscribe: { url: reader.links.unsubscribe } });
    expect(raw).toContain("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    expect(mail.messageId).toBe("<one.two@sheaf.test>");
    expect(mail.date).toEqual(date);
  },
);

test("a mail says who sends it, has a headline, and leads to the campaign and to itself on the web", async () => {
  const { mail } = await mailOf();
  expect(mail.from?.value).toEqual([{ name: "Testers (Sheaf)", address: "news@sheaf.test" }]);
  expect(mail.html).toMatch(/<h1[^>]*>News for .*Anna.*<\/h1>/);
  expect(mail.text).toMatch(/^News for Anna\n/);
  for (const part of [mail.text ?? "", mail.html || ""]) {
    expect(part).toContain("https://sheaf.test/en/c/count");
    expect(part).toContain("https://sheaf.test/en/c/count/updates/0123456789abcdef01234567");
  }
  const hidden = await mailOf({ onWeb: undefined });
  expect(hidden.mail.text).not.toContain("/updates/");
});

test("all links have the campaign's one colour, and the footer speaks the reader's language where the text is a fallback", async () => {
  const light = { campaign: "#1d4f8c", onCampaign: "#fdfdfd" };
  const colours = { light, dark: light };
  const body = "[read on](/en/c/count)";
  const campaign = { ...facts.campaign, colours };
  const { mail } = await mailOf({ tongue: "fr", campaign, text: { subject: "News", body } });
  const links = [...(mail.html || "").matchAll(/<a [^>]*>/g)].map(([link]) => link);
  expect(links.length).toBeGreaterThan(4);
  for (const link of links) expect(link).toContain("color:#1d4f8c");
  expect(mail.text).toContain("Vous recevez cet e-mail");
  expect(mail.text).toContain("https://sheaf.test/fr/c/count");
});

test("markup of strangers and foreign pictures do not get through; our links become whole", async () => {
  const body = [
    "<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](/en/c/count)",
    "![foreign](https://spy.example/p.gif) ![ours](/media/abc)",
    "# Heading with `code` and **bold\n> quote\n\n- one\n- two",
  ].join("\n\n");
  const { mail } = await mailOf({ text: { subject: "s", body } });
  const html = mail.html || "";
  expect(html).toContain('href="https://sheaf.test/en/c/count"');
  expect(html).toContain('src="https://sheaf.test/media/abc"');
  expect(html).not.toMatch(/spy\.example|href="javascript|<img src="x"/);
  expect(mail.text).toContain("one");
});

test.each(["rsa", "ed25519"] as const)(
  "a signature with %s verifies and covers both unsubscribe headers",
  async (type) => {
    const { privateKey } =
      type === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ed25519");
    const signer = createDkimSigner({ domain: "sheaf.test", selector: "s1", key: privateKey });
    const raw = await fillUpdate(await composeUpdate({ ...facts, locale: "ar" }), reader, { date, signer });
    const der = createPublicKey(privateKey).export({ type: "spki", format: "der" });
    const p = (type === "rsa" ? der : der.subarray(-32)).toString("base64");
    const resolver = async () => [[`v=DKIM1; k=${type}; p=${p}`]];
    const { results } = await dkimVerify(raw, { resolver });
    expect(results.map(({ status }) => [status.result, status.comment])).toEqual([["pass", undefined]]);
    const signed = /h=([^;]+);/.exec(raw.toString("utf8").replaceAll(/\r\n\s+/g, ""))?.[1]?.split(":") ?? [];
    expect(signed).toEqual(
      expect.arrayContaining([
        "from",
        "to",
        "subject",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "message-id",
      ]),
    );
    const forged = raw.toString("utf8").replace("Subject:", "Subject: forged\r\nX-Old:");
    const { results: again } = await dkimVerify(Buffer.from(forged), { resolver });
    expect(again[0]?.status.result).not.toBe("pass");
  },
);

test("a mail comes under the organisation's own name, is answered by people, and is signed", async () => {
  const sender = {
    name: "Testers for safe roads",
    replyTo: "people@testers.example",
    signature: { en: "Marta *Ek*\nSecretary, {{name}} [^1]", fr: "Marta Ek, secrétaire" },
  };
  const mails = (locale: "en" | "fr" | "th") => mailNameOf({ name: "Testers", sender }, locale);
  const { mail } = await mailOf({ organisation: { name: "Testers", mails: mails("en") } });
  expect(mail.from?.text).toBe('"Testers for safe roads (Sheaf)" <news@sheaf.test>');
  expect(mail.replyTo?.text).toBe("people@testers.example");
  // What looks like Markdown, a field or a mark in it is text.
  expect(mail.text).toContain("Marta *Ek*\nSecretary, {{name}} [^1]\n");
  expect(String(mail.html)).toMatch(/Marta \*Ek\*<br \/>\s*Secretary, \{\{name\}\} \[\^1\]/);
  expect(mails("fr").signature).toEqual(["Marta Ek, secrétaire"]);
  expect(mails("th").signature).toEqual(["Marta *Ek*", "Secretary, {{name}} [^1]"]);
  const { mail: plain } = await mailOf();
  expect(plain.replyTo).toBeUndefined();
});
