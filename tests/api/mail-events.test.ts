import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import { makeBounceAddress, readBouncePattern } from "#campaigns/mail/verp.ts";
import { letterId } from "#campaigns/outbox/add-letters.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { certificateAddress, type SnsBody } from "#server/api/mail-events/sns.ts";
import { settle } from "../support/settle.ts";
import { signAs } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { mailgunEvent, snsMessage } from "./mail-event-payloads.ts";
import { snsCertificate } from "./sns-certificate.ts";

const mailgunKey = "key-of-the-tests";
const login = "sheaf:word of the tests";
const topic = "arn:aws:sns:eu-west-1:123456789012:bounces";
const bounceAddress = "b-*@bounces.sheaf.test";

let site: TestApp;

beforeAll(async () => {
  const certificate = join(tmpdir(), `sns-${process.pid}.pem`);
  await writeFile(certificate, snsCertificate);
  site = await openTestApp({
    SHEAF_MAILGUN_KEY: mailgunKey,
    SHEAF_POSTMARK_LOGIN: login,
    SHEAF_SES_TOPIC: topic,
    SHEAF_SES_CERTIFICATE: certificate,
    SHEAF_BOUNCE_ADDRESS: bounceAddress,
  });
});
afterAll(() => site.close());

async function tell(provider: string, payload: object, headers: Record<string, string> = {}) {
  const url = `/api/v1/mail-events/${provider}`;
  const body = JSON.stringify(payload);
  const type = { "content-type": "application/json" };
  const { statusCode } = await site.app.inject({
    method: "POST",
    url,
    payload: body,
    headers: { ...type, ...headers },
  });
  return statusCode;
}

async function reasonOf(email: string): Promise<string | undefined> {
  const key = mailboxKey(site.deps.keys, email);
  return (await findSuppressed(site.deps, [key])).get(key.toString("hex"));
}

const countEvents = () => site.deps.database.mailEvents.countDocuments();

/** A signature whose confirmation letter went out, and the return address of that. */
async function mailed(who: string) {
  const campaign = await loadTestCampaign(site.deps.database);
  const { ref } = await signAs(site.deps, campaign, who);
  await settle(site.deps, campaign);
  const letter = letterId("confirm", ref);
  const { database, keys, now } = site.deps;
  await database.letters.updateOne({ _id: letter }, { $set: { state: "sent", endedAt: now() } });
  const pattern = readBouncePattern(bounceAddress);
  return { letter, returnTo: makeBounceAddress(keys, pattern, { kind: "letter", letter }) ?? "" };
}

describe("Mailgun", () => {
  const event = (email: string, differences: object = {}, at = site.deps.now()) =>
    mailgunEvent(mailgunKey, email, differences, at);

  test("a bounce marks the letter that its envelope names, whichever way and however often it is told", async () => {
    const { letter, returnTo } = await mailed("anna");
    expect(await tell("mailgun", event("anna@example.org", { envelope: { sender: returnTo } }))).toBe(200);
    const before = await countEvents();
    expect(await tell("mailgun", event("anna@example.org", { envelope: { sender: returnTo } }))).toBe(200);
    expect(await countEvents()).toBe(before);
    const entry = await site.deps.database.letters.findOne({ _id: letter });
    expect(entry?.returned).toMatchObject({ kind: "hard-bounce", status: "5.1.1" });
    expect(await reasonOf("anna@example.org")).toBe("hard-bounce");
  });

  test("a temporary failure and a refusal of the contents are no hard bounce; a complaint is one", async () => {
    await tell("mailgun", event("berta@example.org", { severity: "temporary" }));
    await tell(
      "mailgun",
      event("berta@example.org", { "delivery-status": { code: 550, "enhanced-code": "5.7.1" } }),
    );
    await tell("mailgun", event("berta@example.org", { event: "delivered" }));
    expect(await reasonOf("berta@example.org")).toBeUndefined();
    await tell("mailgun", event("berta@example.org", { event: "complained" }));
    expect(await reasonOf("berta@example.org")).toBe("complaint");
  });

  test("the same body again is taken quietly; its token with another body is refused", async () => {
    const first = event("carla@example.org");
    expect(await tell("mailgun", first)).toBe(200);
    const before = await countEvents();
    expect(await tell("mailgun", first)).toBe(200);
    expect(await countEvents()).toBe(before);
    const { signature } = first;
    expect(await tell("mailgun", { ...event("dora@example.org"), signature })).toBe(401);
    expect(await reasonOf("dora@example.org")).toBeUndefined();
  });

  test("a signature of another key, one of yesterday and one of tomorrow are refused", async () => {
    const good = event("emma@example.org");
    const forged = { ...good, signature: { ...good.signature, signature: "0".repeat(64) } };
    const day = 24 * 3600 * 1_000;
    const now = site.deps.now().getTime();
    expect(await tell("mailgun", forged)).toBe(401);
    expect(await tell("mailgun", event("emma@example.org", {}, new Date(now - day)))).toBe(401);
    expect(await tell("mailgun", event("emma@example.org", {}, new Date(now + day)))).toBe(401);
    expect(await reasonOf("emma@example.org")).toBeUndefined();
  });
});

describe("Postmark", () => {
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
  const bounce = (Email: string, Type = "HardBounce") => ({
    RecordType: "Bounce",
    ID: 42,
    Type,
    Email,
    Details: "no",
  });

  test("a hard bounce marks the last letter to that address and the entry that waits; told twice it is one", async () => {
    const { letter } = await mailed("frieda");
    expect(await tell("postmark", bounce("frieda@example.org"), basic(login))).toBe(200);
    const before = await countEvents();
    await tell("postmark", bounce("frieda@example.org"), basic(login));
    expect(await countEvents()).toBe(before);
    const { letters, pending } = site.deps.database;
    expect((await letters.findOne({ _id: letter }))?.returned?.kind).toBe("hard-bounce");
    expect(await pending.countDocuments({ "returned.kind": "hard-bounce" })).toBeGreaterThan(0);
    expect(await reasonOf("frieda@example.org")).toBe("hard-bounce");
  });

  test("without the password, or with a wrong one, nothing is taken", async () => {
    expect(await tell("postmark", bounce("gerda@example.org"))).toBe(401);
    expect(await tell("postmark", bounce("gerda@example.org"), basic("sheaf:guess"))).toBe(401);
    expect(await reasonOf("gerda@example.org")).toBeUndefined();
  });

  test("what ends nothing, and what is no address, ends nothing", async () => {
    await tell("postmark", bounce("hanna@example.org", "AutoResponder"), basic(login));
    await tell("postmark", bounce("hanna@example.org", "constructor"), basic(login));
    expect(await reasonOf("hanna@example.org")).toBeUndefined();
    expect(await tell("postmark", { ...bounce("no address"), ID: 43 }, basic(login))).toBe(200);
    expect(await tell("postmark", { ...bounce("x".repeat(700)), ID: 44 }, basic(login))).toBe(400);
  });
});

describe("SES", () => {
  const message = (inside: object, differences: Partial<SnsBody> = {}) =>
    snsMessage(inside, { TopicArn: topic, Timestamp: site.deps.now().toISOString(), ...differences });

  const bounce = (emailAddress: string, bounceType = "Permanent") => ({
    notificationType: "Bounce",
    mail: { source: "no-reply@sheaf.test", messageId: "x", timestamp: "now" },
    bounce: {
      bounceType,
      feedbackId: `f-${emailAddress}`,
      bouncedRecipients: [{ emailAddress, status: "5.1.1" }],
    },
  });
  const text = { "content-type": "text/plain; charset=UTF-8" };

  test("a signed bounce is taken, as the text that SNS calls its JSON", async () => {
    expect(await tell("ses", message(bounce("ida@example.org")), text)).toBe(200);
    expect(await reasonOf("ida@example.org")).toBe("hard-bounce");
    expect(await tell("ses", message(bounce("jana@example.org", "Transient")), text)).toBe(200);
    expect(await reasonOf("jana@example.org")).toBeUndefined();
  });

  test("whatever was changed after signing, is of another topic, old, or signed with SHA-1 is refused", async () => {
    const good = message(bounce("klara@example.org"));
    const other = JSON.stringify(bounce("luise@example.org"));
    expect(await tell("ses", { ...good, Message: other }, text)).toBe(401);
    expect(await tell("ses", { ...good, Signature: "AAAA" }, text)).toBe(401);
    const inside = bounce("klara@example.org");
    expect(await tell("ses", message(inside, { TopicArn: `${topic}2` }), text)).toBe(401);
    expect(await tell("ses", message(inside, { Timestamp: "2020-01-01T00:00:00Z" }), text)).toBe(401);
    expect(await tell("ses", message(inside, { Timestamp: "soon" }), text)).toBe(401);
    expect(await tell("ses", message(inside, { SignatureVersion: "1" }), text)).toBe(401);
    expect(await reasonOf("klara@example.org")).toBeUndefined();
  });

  test("a subscription to confirm is left to a person: its address is not visited", async () => {
    const SubscribeURL = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription";
    const asked = message({}, { Type: "SubscriptionConfirmation", Token: "abc", SubscribeURL });
    expect(await tell("ses", asked, text)).toBe(200);
    expect(site.logged()).toContain("confirm-subscription");
  });

  test("certificates are looked for at Amazon's address of the topic's region, and nowhere else", () => {
    const path = `SimpleNotificationService-${"a1".repeat(16)}.pem`;
    const right = `https://sns.eu-west-1.amazonaws.com/${path}`;
    expect(certificateAddress(right, topic)).toBe(right);
    for (const url of [
      `http://sns.eu-west-1.amazonaws.com/${path}`,
      `https://sns.us-east-1.amazonaws.com/${path}`,
      `https://sns.eu-west-1.amazonaws.com.evil.example/${path}`,
      `https://sns.eu-west-1.amazonaws.com@evil.example/${path}`,
      `https://user@sns.eu-west-1.amazonaws.com/${path}`,
      `https://:secret@sns.eu-west-1.amazonaws.com/${path}`,
      `${right}#`,
      `${right}#evil`,
      `${right}?`,
      `https://sns.eu-west-1.amazonaws.com:443/${path}`,
      `https://sns.eu-west-1.amazonaws.com/x/../${path}`,
      `HTTPS://SNS.eu-west-1.amazonaws.com/${path}`,
      `https:\\\\sns.eu-west-1.amazonaws.com/${path}`,
      ` ${right}`,
      `${right}\n`,
      `https://sns.eu-west-1.amazonaws.com:8443/${path}`,
      `https://sns.eu-west-1.amazonaws.com/other/${path}`,
      `https://sns.eu-west-1.amazonaws.com/${path}?x=1`,
      "https://127.0.0.1/",
      "nonsense",
    ])
      expect([url, certificateAddress(url, topic)]).toEqual([url, null]);
  });
});

test("a webhook that is not set up is not there", async () => {
  const plain = await openTestApp();
  for (const provider of ["mailgun", "postmark", "ses"]) {
    const { statusCode } = await plain.app.inject({
      method: "POST",
      url: `/api/v1/mail-events/${provider}`,
      payload: {},
    });
    expect(statusCode).toBe(404);
  }
  await plain.close();
});

test("no address that was told is stored or logged", async () => {
  const { database } = site.deps;
  const stored = await Promise.all(
    [database.mailEvents, database.suppressions, database.webhookTokens].map((all) => all.find().toArray()),
  );
  expect(JSON.stringify(stored) + site.logged()).not.toMatch(/example\.org/);
});
