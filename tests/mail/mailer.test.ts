import { createServer } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { composeLetter } from "#campaigns/letters/compose-letter.ts";
import { createMailer, type Mailer } from "#campaigns/mail/mailer.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { buildFacts, letterKinds } from "./letter-facts.ts";
import { type MailServer, type Received, startMailServer } from "./mail-server.ts";

const from = "Sheaf <no-reply@sheaf.example>";
const letter = composeLetter("confirm", "en", buildFacts());
let server: MailServer;
let mailer: Mailer;
let sent = 0;

beforeAll(async () => {
  server = await startMailServer();
  mailer = createMailer(server.url, from, { connection: 2000, greeting: 2000, socket: 400 });
});

afterAll(async () => {
  await mailer.close();
  await server.stop();
});

async function deliver(to: string, message = letter) {
  sent += 1;
  const messageId = `letter-${sent}`;
  const outcome = await mailer.send({ to, letter: message, messageId });
  return {
    outcome,
    arrived: server.received.filter(({ mail }) => mail.messageId === `<${messageId}@sheaf.example>`),
  };
}

async function arrive(to: string, message = letter): Promise<Received> {
  const { outcome, arrived } = await deliver(to, message);
  expect(outcome).toEqual({ kind: "sent" });
  const [first, ...others] = arrived;
  expect(others).toEqual([]);
  if (!first) throw new Error("Nothing arrived.");
  return first;
}

describe("a letter that arrives", () => {
  test.each(locales.flatMap((locale) => letterKinds.map((kind) => [kind, locale] as const)))(
    "carries both parts unchanged: %s in %s",
    async (kind, locale) => {
      const message = composeLetter(kind, locale, buildFacts());
      const { mail, raw } = await arrive("anna@example.org", message);
      expect(mail.subject).toBe(message.subject);
      expect(mail.text?.trimEnd()).toBe(message.text.trimEnd());
      expect((mail.html || "").trimEnd()).toBe(message.html.trimEnd());
      expect(mail.headers.get("content-language")).toBe(locale);
      expect(raw.length).toBeLessThan(40_000);
      expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThan(998);
    },
  );

  test("says who sent it, to whom, and that no machine should answer", async () => {
    const { from: envelopeFrom, to, mail, raw } = await arrive("anna@example.org");
    expect([envelopeFrom, to]).toEqual(["no-reply@sheaf.example", ["anna@example.org"]]);
    expect(mail.from?.value).toEqual([{ name: "Sheaf", address: "no-reply@sheaf.example" }]);
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail.headers.get("x-auto-response-suppress")).toBe("DR, RN, NRN, OOF, AutoReply");
    expect(raw).not.toMatch(/nodemailer|x-mailer|feedback-id|\r\nprecedence/i);
  });

  test.each(["jürgen@example.org", "สมชาย@example.org", "anna@münchen.example", "o'brien+tag@example.org"])(
    "reaches %s",
    async (to) => {
      const { to: envelopeTo } = await arrive(to);
      expect(envelopeTo[0]?.split("@")[0]).toBe(to.split("@")[0]);
    },
  );

  test("has the same headers whatever the names are", async () => {
    const namesOf = (raw: string) =>
      raw
        .slice(0, raw.indexOf("\r\n\r\n"))
        .split(/\r\n(?![ \t])/)
        .map((header) => header.slice(0, header.indexOf(":")));
    const usual = namesOf(
      (await arrive("anna@example.org", composeLetter("thanks", "en", buildFacts()))).raw,
    );
    const hostile = fc.oneof(
      fc.constantFrom("Ana\r\nBcc: x@example.org", "=?utf-8?q?a=0ABcc:_x?=", "\r\n.\r\nQUIT\r\n"),
      fc.string({ unit: "binary", maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (signerName, campaignName, headline) => {
        const message = composeLetter("thanks", "en", buildFacts({ signerName, campaignName, headline }));
        const { raw, to, mail } = await arrive("anna@example.org", message);
        expect(namesOf(raw)).toEqual(usual);
        expect(to).toEqual(["anna@example.org"]);
        expect(mail.attachments).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a server that says no", () => {
  test.each([
    ["unknown.anna@example.org", { kind: "refused", permanent: true, code: "550 5.1.1" }],
    ["spam.anna@example.org", { kind: "refused", permanent: true, code: "554 5.7.1" }],
    ["full.anna@example.org", { kind: "deferred", code: "452 4.2.2", uncertain: false }],
    ["busy.anna@example.org", { kind: "deferred", code: "451 4.3.0", uncertain: false }],
  ])("%s: for good or for now, and the reason names nobody", async (to, expected) => {
    const { outcome } = await deliver(to);
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toMatch(/anna|example\.org/);
  });

  test("greylists: the second try, under the same message id, arrives", async () => {
    const dispatch = { to: "greylisted.anna@example.org", letter, messageId: "grey-1" };
    expect(await mailer.send(dispatch)).toMatchObject({ kind: "deferred", code: "451 4.7.1" });
    expect(await mailer.send(dispatch)).toEqual({ kind: "sent" });
    expect(server.received.at(-1)?.mail.messageId).toBe("<grey-1@sheaf.example>");
  });
});

describe("a server that says nothing", () => {
  test.each(["hanging.anna@example.org", "dropped.anna@example.org"])(
    "%s: after the last byte the letter may have arrived, and it is not repeated by itself",
    async (to) => {
      const { outcome, arrived } = await deliver(to);
      expect(outcome).toMatchObject({ kind: "deferred", uncertain: true });
      expect(arrived).toHaveLength(1);
    },
  );

  test("cuts the line before the letter: nothing arrived, and that is certain", async () => {
    const { outcome, arrived } = await deliver("cut.anna@example.org");
    expect(outcome).toMatchObject({ kind: "deferred", uncertain: false });
    expect(arrived).toHaveLength(0);
  });

  test("is not there at all: the letter waits", async () => {
    const nobody = createMailer("smtp://127.0.0.1:1", from);
    expect(await nobody.send({ to: "anna@example.org", letter, messageId: "none-1" })).toMatchObject({
      kind: "deferred",
      uncertain: false,
    });
    await expect(nobody.verify()).rejects.toMatchObject({ code: "configuration" });
    await nobody.close();
  });

  test("trickles its replies for ever: the letter's own time runs out", async () => {
    const trickling = createServer((socket) => {
      socket.write("220 relay.example\r\n");
      const drip = setInterval(() => socket.write("250-still thinking\r\n"), 20);
      socket.on("error", () => undefined).on("close", () => clearInterval(drip));
    });
    await new Promise<void>((resolve) => trickling.listen(0, "127.0.0.1", () => resolve()));
    const address = trickling.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const patient = createMailer(`smtp://127.0.0.1:${port}`, from, { letter: 300 });
    const outcome = await patient.send({ to: "anna@example.org", letter, messageId: "slow-1" });
    expect(outcome).toMatchObject({ kind: "deferred", code: "EABORT", uncertain: false });
    await patient.close();
    trickling.close();
  });

  test("goes on serving the others after all that", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) => deliver(`anna${index}@example.org`)),
    );
    expect(outcomes.every(({ outcome, arrived }) => outcome.kind === "sent" && arrived.length === 1)).toBe(
      true,
    );
  });
});

test("a login that is refused is our own trouble: the letter waits, and verify says why", async () => {
  const guarded = await startMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error("Invalid login")),
  });
  const stranger = createMailer(guarded.url.replace("//", "//user:secret-word@"), from);
  const outcome = await stranger.send({ to: "anna@example.org", letter, messageId: "auth-1" });
  expect(outcome).toMatchObject({ kind: "deferred", code: expect.stringMatching(/^535/) });
  const refusal = await stranger.verify().catch(String);
  expect(refusal).toMatch(/SMTP_URL cannot be used/);
  expect(JSON.stringify(outcome) + refusal).not.toContain("secret-word");
  await stranger.close();
  await guarded.stop();
});

test("closing lets letters under way finish and turns later ones away", async () => {
  const closing = createMailer(server.url, from);
  const underWay = closing.send({ to: "anna@example.org", letter, messageId: "closing-1" });
  await closing.verify();
  await closing.close();
  expect(["sent", "deferred"]).toContain((await underWay).kind);
  expect(await closing.send({ to: "anna@example.org", letter, messageId: "closing-2" })).toMatchObject({
    kind: "deferred",
    uncertain: false,
  });
});

describe("what is not mailable", () => {
  test.each([
    "",
    "anna",
    "anna@",
    "a b@example.org",
    "anna@example.org\r\nRCPT TO:<x@y.example>",
    "a@b@c.example",
    "<anna@example.org>",
    "anna@example.org,x@y.example",
    "anna@example.org\u0000",
  ])("the address %j is refused without asking a server", async (to) => {
    const before = server.received.length;
    expect(await mailer.send({ to, letter, messageId: "odd-1" })).toMatchObject({
      kind: "refused",
      code: "553 5.1.3",
    });
    expect(server.received).toHaveLength(before);
  });

  test.each(["", "a b", "a@b", "x>\r\nBcc: y", "-"])(
    "the message id %j is a defect of the caller",
    (messageId) => {
      expect(() => mailer.send({ to: "anna@example.org", letter, messageId })).toThrow(TypeError);
    },
  );

  test.each(["", "http://a.example", "smtp://", "127.0.0.1:25"])("SMTP_URL %j is refused at once", (url) => {
    expect(() => createMailer(url, from)).toThrow(/SMTP_URL must look like/);
  });

  test.each(["", "Sheaf", "a@b.example, c@d.example", "Sheaf <no-reply>"])(
    "the sender %j is refused at once",
    (sender) => {
      expect(() => createMailer(server.url, sender)).toThrow(/SHEAF_MAIL_FROM must look like/);
    },
  );
});
