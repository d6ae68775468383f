import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSendError } from "#campaigns/mail/send-outcome.ts";

const secrets = {
  to: "Anna.Meier+sheaf@meier.example",
  text: "Confirm:\nhttps://sheaf.example/en/confirm/abc.def\n",
};
const reply = (response: string, command = "RCPT TO") =>
  Object.assign(new Error(`Failed: ${response}`), {
    response,
    responseCode: Number(response.slice(0, 3)),
    command,
    code: "EENVELOPE",
  });

describe("what a server says about the recipient or the letter", () => {
  test.each([
    ["550 5.1.1 no such user", "550 5.1.1"],
    ["552 mailbox full", "552"],
    ["554-5.6.0 rejected", "554 5.6.0"],
  ])("%s is final", (response, code) => {
    expect(readSendError(reply(response), false, secrets)).toMatchObject({
      kind: "refused",
      permanent: true,
      code,
    });
  });

  test.each([
    ["451 4.7.1 greylisted", "451 4.7.1"],
    ["452 4.2.2 full", "452 4.2.2"],
    ["421 closing", "421"],
    ["503 bad sequence", "503"],
  ])("%s is for now", (response, code) => {
    expect(readSendError(reply(response), false, secrets)).toMatchObject({
      kind: "deferred",
      code,
      uncertain: false,
    });
  });
});

test.each(["CONN", "EHLO", "AUTH PLAIN", "MAIL FROM", "API"])(
  "a 5xx at %s is about our set-up: the letter waits",
  (command) => {
    expect(readSendError(reply("554 5.7.1 no", command), false, secrets).kind).toBe("deferred");
  },
);

test("a recipient refused by policy says something of our standing, a refused letter of the letter", () => {
  const denied = "554 5.7.1 Relay access denied";
  expect(readSendError(reply(denied), false, secrets)).toMatchObject({ kind: "deferred", code: "554 5.7.1" });
  expect(readSendError(reply(denied, "DATA"), true, secrets)).toMatchObject({ kind: "refused" });
  expect(readSendError(reply("530 5.7.0 log in first"), false, secrets).kind).toBe("deferred");
});

test("silence after the last byte leaves the letter's fate open, silence before it does not", () => {
  const silence = Object.assign(new Error("Timeout"), { code: "ETIMEDOUT", command: "CONN" });
  expect(readSendError(silence, true, secrets)).toEqual({
    kind: "deferred",
    code: "ETIMEDOUT",
    reason: "Timeout",
    uncertain: true,
  });
  expect(readSendError(silence, false, secrets)).toMatchObject({ kind: "deferred", uncertain: false });
});

describe("reasons", () => {
  test.each([
    "550 5.1.1 <Anna.Meier+sheaf@meier.example>: Recipient address rejected",
    "550 anna.meier+SHEAF@MEIER.EXAMPLE unknown",
    "550 User Anna.Meier+sheaf unknown in meier.example",
    "550 see bounce to bounces+anna.meier=meier.example@relay.example",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient anna.meier+sheaf@meier.example not found by SMTP address lookup",
  ])("hold no part of the address: %s", (response) => {
    const outcome = readSendError(reply(response), false, secrets);
    expect(JSON.stringify(outcome)).not.toMatch(/anna|meier/i);
  });

  test("hold no link of the letter, but keep the server's own", () => {
    const told = (response: string) => JSON.stringify(readSendError(reply(response, "DATA"), false, secrets));
    expect(told("554 blocked https://sheaf.example/en/confirm/abc.def in body")).not.toContain("abc.def");
    expect(told("550 see https://relay.example/why")).toContain("https://relay.example/why");
  });

  test("are one short plain line, whatever the server sends", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (words) => {
        const outcome = readSendError(reply(`550 ${words} ${secrets.to}`), false, secrets);
        if (outcome.kind === "sent") throw new Error("An error is never a success.");
        expect(outcome.reason).not.toMatch(/[\p{Cc}\u2028]/u);
        expect(outcome.reason.length).toBeLessThanOrEqual(1000);
        expect(outcome.reason).not.toContain(secrets.to);
      }),
    );
  });

  test.each([undefined, null, "text", 7, { code: 5 }])("can be made of %j, which is no error", (thrown) => {
    expect(readSendError(thrown, false, secrets)).toMatchObject({ kind: "deferred", code: "EUNKNOWN" });
  });
});
