import { expect, test } from "vitest";
import { judgeRefusal } from "#campaigns/mail/judge-refusal.ts";
import type { Ground } from "#campaigns/mail/refusal-words.ts";

/** What servers say, made up after the manner of those who say it. */
const said: [string, Ground][] = [
  [
    "550 5.1.1 The account you tried to reach does not exist. See https://help.example/spam-policy",
    "no-mailbox",
  ],
  ["550 5.4.1 Recipient address rejected: Access denied", "no-mailbox"],
  ["550 Requested action not taken: mailbox unavailable", "no-mailbox"],
  ["554 delivery error: This user doesn't have an account", "no-mailbox"],
  ["550 Adresse inconnue", "no-mailbox"],
  ["550 Der Empfänger existiert nicht", "no-mailbox"],
  ["550 пользователь не найден", "no-mailbox"],
  ["550 no_such_user", "no-mailbox"],
  [
    "Host or domain name not found. Name service error for name=spf.example type=A: Host not found",
    "no-domain",
  ],
  ["all host address lookups failed permanently", "no-domain"],
  ["556 5.1.10 Recipient address has null MX", "no-domain"],
  ["Name service error for name=x.example: Host not found, try again", "network"],
  ["connect to mx.example.org[192.0.2.1]:25: Connection timed out", "network"],
  ["554 5.4.6 Too many hops", "network"],
  ["552 5.2.2 The user is over quota", "full"],
  ["550 5.2.1 This mailbox has been disabled", "closed"],
  ["554 no", "unclear"],
  ["550 5.1.0 Address rejected", "unclear"],
  ["550 5.1.0 <news@sheaf.test>: Sender address rejected: User unknown in virtual mailbox table", "sender"],
  ["553 5.1.8 your envelope sender domain must exist", "sender"],
  ["550 Absender unbekannt", "sender"],
  ["550 5.7.26 Unauthenticated mail from sheaf.test is not accepted", "authentication"],
  ["550 192.0.2.1 is not allowed to send, see SPF", "authentication"],
  ["550 5.7.25 no PTR", "authentication"],
  ["554 Service unavailable; client host [192.0.2.1] blocked using a list", "reputation"],
  ["550 Message refused: it looks like spam", "reputation"],
  ["421 4.7.0 unusual rate of mail, limit exceeded", "rate"],
  ["550 too many messages from you", "rate"],
  ["550 Content rejected, virus found", "content"],
  ["552 5.3.4 Message size exceeds the limit", "content"],
  ["550 Denied by policy", "policy"],
  ["554 5.7.1 Relay access denied", "policy"],
  ["550 5.1.1 user unknown, or refused by our policy", "policy"],
];

test.each(said)("%s speaks of: %s", (words, ground) => {
  expect(judgeRefusal({ words }).ground).toBe(ground);
});

test("the words of a refusal count most, then the code in them, then the report's code", () => {
  expect(judgeRefusal({ words: "550 5.1.1 mailbox is full", status: "5.1.1" }).ground).toBe("full");
  expect(judgeRefusal({ words: "550 5.7.1 no", status: "5.1.1" })).toMatchObject({
    kind: "about-us",
    status: "5.7.1",
  });
  expect(judgeRefusal({ words: "550 5.0.0 no", status: "5.1.1" })).toMatchObject({
    kind: "hard-bounce",
    status: "5.1.1",
  });
  expect(judgeRefusal({ words: "550 no" })).toEqual({
    kind: "soft-bounce",
    ground: "unclear",
    status: "550",
    isFinal: true,
  });
});

test("what a server says is for now only never makes an address dead", () => {
  for (const words of ["450 4.1.1 user unknown", "550 mailbox temporarily unavailable"])
    expect(judgeRefusal({ words }).kind).toBe("soft-bounce");
  expect(judgeRefusal({ words: "550 user unknown", isForNow: true }).kind).toBe("soft-bounce");
});

test("addresses and host names in a refusal are not read as words", () => {
  for (const name of ["spam.policy@dkim.example", "mx.blocked-by-spamhaus.virus.example"])
    expect(judgeRefusal({ words: `550 ${name}: no` }).ground).toBe("unclear");
});
