import fc from "fast-check";
import { expect, test } from "vitest";
import type { RefusalKind } from "#campaigns/mail/judge-refusal.ts";
import type { Ground } from "#campaigns/mail/refusal-words.ts";
import { readReturnedMail } from "#campaigns/returned-mail/read-returned-mail.ts";
import { forwardedMail, plainReport, plainReports } from "./plain-reports.ts";
import {
  answer,
  bounceReport,
  complaintReport,
  microsoftComplaint,
  type ToldOfRecipient,
} from "./reports.ts";

const told = async (...recipients: ToldOfRecipient[]) => readReturnedMail(bounceReport({ recipients }));

/** Status, then what the remote server said; and what that means. */
const reports: [ToldOfRecipient, RefusalKind][] = [
  [{ action: "failed", status: "5.1.1" }, "hard-bounce"],
  [{ action: "failed", status: "5.1.2", diagnosis: "dns; host not found" }, "hard-bounce"],
  [{ action: "Failed", status: "5.1.10 (bad destination)" }, "hard-bounce"],
  [{ action: "failed (tried for five days)", status: "5.1.1" }, "hard-bounce"],
  [{ action: "error", status: "5.1.1" }, "hard-bounce"],
  [{ action: "failure", status: "5.1.3" }, "hard-bounce"],
  [{ status: "5.1.1" }, "hard-bounce"],
  [{ action: "failed", status: "5.0.0", diagnosis: "smtp; 550 5.1.1 unknown" }, "hard-bounce"],
  [{ action: "failed", status: "5.0.0", diagnosis: "smtp; 550 no such user here" }, "hard-bounce"],
  [{ action: "failed", status: "5.5.0", diagnosis: "smtp; 550 mailbox unavailable" }, "hard-bounce"],
  [{ action: "failed", status: "5.0.0", diagnosis: "X-Local; host not found" }, "hard-bounce"],
  [{ action: "failed", status: "550", diagnosis: "Invalid recipient" }, "hard-bounce"],
  [{ action: "failed", status: "4.4.7", diagnosis: "smtp; 550 5.1.1 user unknown" }, "hard-bounce"],
  [{ action: "failed", status: "5.2.1" }, "soft-bounce"],
  [{ action: "failed", status: "5.1.0" }, "soft-bounce"],
  [{ action: "failed", status: "5.4.4" }, "soft-bounce"],
  [{ action: "failed", status: "5.0.0", diagnosis: "smtp; 550 no" }, "soft-bounce"],
  [{ action: "failed", status: "5.0.0", diagnosis: "smtp; 551" }, "soft-bounce"],
  [{ action: "failed", status: "5.2.2", diagnosis: "smtp; 552 5.2.2 mailbox full" }, "soft-bounce"],
  [{ action: "failed", status: "5.1.1", diagnosis: "smtp; 450 4.1.1 user unknown for now" }, "soft-bounce"],
  [{ action: "failed", status: "nonsense" }, "soft-bounce"],
  [{ action: "failed", status: "4.4.7", diagnosis: "smtp; 451 4.7.1 greylisted" }, "about-us"],
  [{ action: "failed", status: "5.7.1", diagnosis: "smtp; 550 5.7.1 blocked by a list" }, "about-us"],
  [{ action: "failed", status: "5.1.1", diagnosis: "smtp; 550 5.7.1 not today" }, "about-us"],
  [{ action: "failed", status: "5.1.1", diagnosis: "smtp; 550 5.1.1 DKIM: user unknown" }, "about-us"],
  [{ action: "failed", status: "5.1.8" }, "about-us"],
];

/** What came out wrong once, and the ground that is right. */
const onceWrong: [status: string, diagnosis: string | undefined, RefusalKind, Ground][] = [
  ["5.0.0", "smtp; 550 Denied by policy", "about-us", "policy"],
  ["5.0.0", "smtp; 550 Content rejected, virus found", "about-us", "content"],
  ["5.0.0", "smtp; 550 DMARC check failed", "about-us", "authentication"],
  ["5.1.0", "smtp; 550 5.1.0 sender rejected", "about-us", "sender"],
  ["5.1.0", "smtp; 550 5.1.0 192.0.2.1 is not allowed to send, see SPF", "about-us", "authentication"],
  [
    "5.4.4",
    "X-Postfix; Name service error for name=x.example type=MX: Malformed or unexpected name server reply",
    "soft-bounce",
    "network",
  ],
  ["5.5.0", "smtp; 550 Requested action not taken: mailbox unavailable", "hard-bounce", "no-mailbox"],
  ["5.0.0", "smtp; 554 delivery error: This user doesn't have an account", "hard-bounce", "no-mailbox"],
  ["5.0.0", "X-Local; host not found", "hard-bounce", "no-domain"],
  ["5.1.1", undefined, "hard-bounce", "no-mailbox"],
  ["5.2.2", "smtp; 552 5.2.2 mailbox full", "soft-bounce", "full"],
];

test.each(onceWrong)("%s, %s is a %s on the ground %s", async (status, diagnosis, kind, ground) => {
  expect(await told({ action: "failed", status, diagnosis })).toMatchObject({ verdict: { kind, ground } });
});

test.each(reports)("%j is a %s", async (recipient, kind) => {
  expect(await told(recipient)).toMatchObject({ kind: "bounce", verdict: { kind } });
});

test.each(Object.entries(plainReports))(
  "%s tells of a dead address in plain words",
  async (_name, report) => {
    expect(await readReturnedMail(report)).toMatchObject({
      kind: "bounce",
      verdict: { kind: "hard-bounce" },
    });
  },
);

test("a report in plain words that mail is late, or says nothing of why, ends nothing", async () => {
  const late = plainReport({ body: "Your mail to <anna@example.org> is delayed: 451 4.4.1 no answer yet." });
  expect((await readReturnedMail(late)).kind).toBe("notice");
  const silent = plainReport({ body: "Your mail to <anna@example.org> did not arrive." });
  expect((await readReturnedMail(silent)).kind).toBe("notice");
});

test("what the returned mail below a report says is nobody's verdict", async () => {
  const body =
    "<anna@example.org>:\n552 5.2.2 mailbox full\n\n--- Below this line is a copy of the message.\n\n" +
    "Subject: 550 5.1.1 user unknown\n\nNo such user.";
  expect(await readReturnedMail(plainReport({ body }))).toMatchObject({
    verdict: { kind: "soft-bounce", ground: "full" },
  });
});

test("a report that somebody forwards whole is read, and a mail of ours that she forwards is an answer", async () => {
  const inside = bounceReport({ to: "b-abc@bounces.sheaf.test" });
  const forwarded = await readReturnedMail(forwardedMail(inside));
  expect(forwarded).toMatchObject({ kind: "bounce", verdict: { kind: "hard-bounce" } });
  expect(forwarded.addresses).toContain("b-abc@bounces.sheaf.test");
  const ours = Buffer.from("From: no-reply@sheaf.test\r\nTo: anna@example.org\r\n\r\n550 5.1.1 user unknown");
  expect((await readReturnedMail(forwardedMail(ours))).kind).toBe("answer");
});

test("a late, relayed or delivered mail has not bounced", async () => {
  for (const action of ["delayed", "relayed", "delivered", "expanded"])
    expect((await told({ action, status: "4.4.1" })).kind).toBe("notice");
  expect(
    (await told({ action: "delivered", status: "2.0.0" }, { action: "failed", status: "5.1.1" })).kind,
  ).toBe("bounce");
});

test("every code that is written comes back as it was written", async () => {
  const part = fc.integer({ min: 0, max: 999 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(4, 5),
      part,
      fc.integer({ min: 1, max: 999 }),
      async (first, second, third) => {
        const status = `${first}.${second}.${third}`;
        expect(await told({ action: "failed", status })).toMatchObject({
          kind: "bounce",
          verdict: { status },
        });
      },
    ),
    { numRuns: 40 },
  );
});

test("a complaint gives the return address that it quotes; other feedback is none", async () => {
  const complaint = await readReturnedMail(complaintReport("b-abc@bounces.sheaf.test"));
  expect(complaint).toMatchObject({ kind: "complaint" });
  expect(complaint.addresses).toContain("b-abc@bounces.sheaf.test");
  for (const type of ["not-spam", "auth-failure", "other"])
    expect((await readReturnedMail(complaintReport("b-abc@bounces.sheaf.test", type))).kind).toBe("notice");
});

test("complaints come from Microsoft as the mail itself, and from others in a multipart of another name", async () => {
  const returnTo = "b-abc@bounces.sheaf.test";
  for (const report of [
    microsoftComplaint(returnTo),
    complaintReport(returnTo, "abuse", "multipart/mixed"),
  ]) {
    const read = await readReturnedMail(report);
    expect(read.kind).toBe("complaint");
    expect(read.addresses).toContain(returnTo);
  }
});

test("an answer of a person or a program is neither, whatever it says", async () => {
  expect((await readReturnedMail(answer("b-abc@bounces.sheaf.test"))).kind).toBe("answer");
});

test("whatever somebody sends is read without a failure, and little of it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const text = Buffer.from(bytes).toString("latin1");
      expect((await readReturnedMail(Buffer.from(bytes))).kind).not.toBe("complaint");
      expect((await readReturnedMail(bounceReport({ statusPart: text }))).kind).toMatch(/^(bounce|notice)$/);
    }),
    { numRuns: 50 },
  );
});

test("a report of ten megabytes, one in a strange charset and one nested a hundred deep are read at once", async () => {
  const began = performance.now();
  const large = await readReturnedMail(bounceReport({ returned: "x".repeat(10_000_000) }));
  expect(large).toMatchObject({ kind: "bounce", verdict: { kind: "hard-bounce" } });
  const strange = bounceReport({ type: "message/delivery-status; charset=x-nobody-knows" });
  expect(await readReturnedMail(strange)).toMatchObject({ kind: "bounce", verdict: { kind: "hard-bounce" } });
  const open = Array.from(
    { length: 100 },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`,
  );
  const nested = Buffer.from(
    `From: a@example.org\r\n${open.join("\r\n")}\r\n${bounceReport().toString("latin1")}`,
  );
  expect((await readReturnedMail(nested)).kind).toMatch(/^(answer|unreadable|bounce|notice)$/);
  const manyHeaders = `${"X-A: b\r\n".repeat(100_000)}\r\n`;
  expect((await readReturnedMail(Buffer.from(manyHeaders))).kind).toBe("unreadable");
  expect(performance.now() - began).toBeLessThan(5_000);
});
