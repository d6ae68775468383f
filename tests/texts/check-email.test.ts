import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMailer, type Mailer } from "#campaigns/mail/mailer.ts";
import { emailProblem, tidyEmail } from "#campaigns/texts/check-email.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";

let server: MailServer;
let mailer: Mailer;

beforeAll(async () => {
  server = await startMailServer();
  mailer = createMailer(server.url, "Sheaf <no-reply@sheaf.test>");
});
afterAll(async () => {
  await mailer.close();
  await server.stop();
});

const letter = { subject: "Please confirm", text: "Hello.", html: "<p>Hello.</p>", headers: {} };
const unseen = [
  "\u200b",
  "\u200c",
  "\u200d",
  "\u200e",
  "\u200f",
  "\u00ad",
  "\u2060",
  "\u2066",
  "\u202e",
  "\ufeff",
];
const others = ["\u3164", "\u034f", "\u061c", "\ufe0f", "\u{e0041}"];

test.each([...unseen, ...others])("a sign that nobody sees (%j) is taken off wherever it stands", (sign) => {
  for (const typed of [`${sign}ada@example.org`, `ada@example.org${sign}`, `a${sign}da@exam${sign}ple.org`]) {
    expect(emailProblem(typed)).toBe("not-an-address");
    expect(tidyEmail(typed)).toBe("ada@example.org");
  }
});

test("what the form takes the mailer takes, and what it refuses the mailer refuses", async () => {
  const sign = fc.constantFrom(
    ..."abcä.-_+@ ,;:<>()[]\\\"'\t\u3000\u00a0",
    ...unseen,
    ...others,
    "\ud800",
    "\ufffd",
  );
  const typed = fc.oneof(
    fc.string({ unit: sign, maxLength: 20 }),
    fc.string({ unit: sign, maxLength: 8 }).map((local) => `${local}@example.org`),
  );
  await fc.assert(
    fc.asyncProperty(typed, async (address) => {
      const email = tidyEmail(address);
      const before = server.received.length;
      const outcome = await mailer.send({ to: email, letter, messageId: "a.b" });
      if (emailProblem(email)) {
        expect(outcome).toMatchObject({
          kind: "refused",
          code: "553 5.1.3",
          verdict: { kind: "hard-bounce" },
        });
        expect(server.received).toHaveLength(before);
      } else expect(outcome.kind).toBe("sent");
    }),
    { numRuns: 200 },
  );
});
