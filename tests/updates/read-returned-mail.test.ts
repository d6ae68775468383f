import fc from "fast-check";
import { expect, test } from "vitest";
import { readReturnedMail } from "#campaigns/returned-mail/read-returned-mail.ts";
import { answer, bounceReport, complaintReport, type ToldOfRecipient } from "./reports.ts";

const hard = [
  { action: "failed", status: "5.1.1" },
  { action: "failed", status: "5.1.2", diagnosis: "dns; host not found" },
  { action: "Failed", status: "5.1.10 (bad destination)" },
  { action: "failed", status: "5.2.1" },
  { action: "failed", status: "5.4.4" },
  { action: "failed", status: "5.0.0", diagnosis: "smtp; 550 5.1.1 unknown" },
  { action: "failed", status: "5.0.0", diagnosis: "smtp; 550 no such user here" },
  { status: "5.1.1" },
];

const soft = [
  { action: "failed", status: "5.2.2", diagnosis: "smtp; 552 5.2.2 mailbox full" },
  { action: "failed", status: "4.4.7", diagnosis: "smtp; 451 4.7.1 greylisted" },
  { action: "failed", status: "5.7.1", diagnosis: "smtp; 550 5.7.1 blocked by a list" },
  { action: "failed", status: "5.1.8" },
  { action: "failed", status: "5.0.0", diagnosis: "smtp; 554 no" },
  { action: "failed", status: "nonsense" },
];

const told = async (...recipients: ToldOfRecipient[]) => readReturnedMail(bounceReport({ recipients }));

test.each(hard)("nobody is there: $action $status $diagnosis", async (recipient) => {
  expect(await told(recipient)).toMatchObject({ kind: "bounce", severity: "hard" });
});

test.each(soft)("it is not for good: $action $status $diagnosis", async (recipient) => {
  expect(await told(recipient)).toMatchObject({ kind: "bounce", severity: "soft" });
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
        expect(await told({ action: "failed", status })).toMatchObject({ kind: "bounce", status });
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
  expect(large).toMatchObject({ kind: "bounce", severity: "hard" });
  const strange = bounceReport({ type: "message/delivery-status; charset=x-nobody-knows" });
  expect(await readReturnedMail(strange)).toMatchObject({ kind: "bounce", severity: "hard" });
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
