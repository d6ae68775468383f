import type { ParsedMail } from "mailparser";
import { judgeRefusal, type Verdict } from "../mail/judge-refusal.ts";

/** What a report in plain words says: the mail failed, or something that ends nothing. */
export type PlainReport = { kind: "failed"; verdict: Verdict } | { kind: "notice" };

const programs = /^(?:mailer[._-]?daemon|mail[._-]?daemon|postmaster|mdaemon|double-bounce)$/i;
const quoted =
  /^(?:-{2,}.*\b(?:copy of|header|original|below this line|returned message)\b|original message headers?:|(?:received|return-path) ?:)/im;
const stillTrying =
  /\b(?:delayed|not yet been delivered|will (?:keep|continue)|still being retried|no action is required)\b/i;
const headerLine = /^\s*(?:subject|to|cc|from|sent|date|message-id) ?:.*$/gim;
const hasEvidence = /@|(?<![\d.])[45](?:\d\d(?!\.?\d)|\.\d{1,3}\.\d{1,3})/;

/**
 * Reads a report without a part for machines, as qmail, Exim, Exchange, GMX, Zoho and mail.ru write: the paragraphs
 * before the returned mail that name the recipient or a code. Undefined when no mail server wrote it.
 */
export function readPlainReport(mail: ParsedMail): PlainReport | undefined {
  const sender = mail.from?.value[0]?.address?.split("@")[0] ?? "";
  if (!programs.test(sender) && !mail.headers.has("x-failed-recipients")) return undefined;
  const body = mail.text || withoutTags(mail.html || "");
  const said = body.slice(0, longest).replace(/\r\n?/g, "\n").split(quoted, 1)[0] ?? "";
  const evidence = said
    .replace(headerLine, "")
    .split(/\n\s*\n/)
    .filter((paragraph) => hasEvidence.test(paragraph))
    .join("\n");
  const verdict = judgeRefusal({ words: evidence });
  const tellsSomething = verdict.ground !== "unclear" || verdict.status !== undefined;
  const isOver = tellsSomething && !stillTrying.test(`${mail.subject ?? ""}\n${said}`);
  return isOver ? { kind: "failed", verdict } : { kind: "notice" };
}

const longest = 16_000;

function withoutTags(html: string): string {
  return html
    .slice(0, longest)
    .replace(/<(?:br|p|div|tr|li)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}
