import { judgeRefusal, type Verdict } from "./judge-refusal.ts";
import { plainLine } from "./plain-line.ts";

/** What became of one letter. Reasons contain no address, no link and no name, so they may be stored and logged. */
export type SendOutcome =
  | { kind: "sent" }
  /** The receiving side will never accept it: trying again is useless and hurts our reputation. */
  | { kind: "refused"; permanent: true; code: string; reason: string; verdict: Verdict }
  /**
   * Not now: try later. `uncertain` means that the whole letter was handed over without an answer, so it may have
   * arrived and another attempt may duplicate it.
   */
  | { kind: "deferred"; code: string; reason: string; uncertain: boolean; verdict?: Verdict | undefined };

/** What must not appear in a reason. */
type LetterSecrets = { to: string; text: string };

/** Reads an error of the SMTP client as an outcome; `handedOver` says whether the letter's last byte was accepted. */
export function readSendError(error: unknown, handedOver: boolean, secrets: LetterSecrets): SendOutcome {
  const reply = readReply(error);
  const reason = withoutSecrets(reply.text, secrets);
  const { code, status } = reply;
  const verdict = judgeRefusal({ words: reply.text });
  if (isAboutThisLetter(reply, verdict)) return { kind: "refused", permanent: true, code, reason, verdict };
  const uncertain = handedOver && status === undefined;
  return { kind: "deferred", code, reason, uncertain, ...(status !== undefined && { verdict }) };
}

type Reply = { code: string; text: string; status: number | undefined; command: string | undefined };

function readReply(error: unknown): Reply {
  const text = error instanceof Error ? error.message : String(error);
  const response = textOf(error, "response");
  const status = numberOf(error, "responseCode");
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? "")?.[1];
  const code = status === undefined ? (textOf(error, "code") ?? "EUNKNOWN") : String(status);
  return {
    code: enhanced === undefined ? code : `${code} ${enhanced}`,
    text: response ?? text,
    status,
    command: textOf(error, "command"),
  };
}

/** Replies that ask for a login, wherever they occur; and 503, which means that the session was out of step. */
const aboutTheSession = new Set([503, 530, 534, 535, 538]);

/**
 * A 5xx reply to the recipient or to the letter is final. The same digits before that (greeting, login, sender) speak
 * of our own set-up, and so does what speaks of us in a reply to the recipient ("relaying denied", "blocked"), before a
 * word of the letter was seen: somebody will fix that, and no confirmation may be lost over it.
 */
function isAboutThisLetter({ status, command }: Reply, { kind, ground }: Verdict): boolean {
  if (status === undefined || status < 500 || aboutTheSession.has(status)) return false;
  return command === "DATA" || (command === "RCPT TO" && (kind !== "about-us" || ground === "content"));
}

function textOf(error: unknown, key: "code" | "command" | "response"): string | undefined {
  const value = propertyOf(error, key);
  return typeof value === "string" ? value : undefined;
}

function numberOf(error: unknown, key: "responseCode"): number | undefined {
  const value = propertyOf(error, key);
  return typeof value === "number" ? value : undefined;
}

function propertyOf(error: unknown, key: string): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, key) : undefined;
}

const longestReason = 200;

/** Servers quote the recipient, parts of it, and links they dislike: all of these act for a person or name one. */
function withoutSecrets(reply: string, { to, text }: LetterSecrets): string {
  const at = to.lastIndexOf("@");
  const parts = [to, to.slice(at + 1), to.slice(0, at)].filter((part) => part.length > 2);
  let reason = reply
    .replace(/https?:\/\/[^\s<>"')]+/giu, (link) => (text.includes(link) ? "[link]" : link))
    .replace(/[^\s<>()[\]:;,"']+@[^\s<>()[\]:;,"']+/gu, "[address]");
  for (const part of parts)
    reason = reason.replace(new RegExp(part.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"), "giu"), "[address]");
  return plainLine(reason, longestReason);
}
