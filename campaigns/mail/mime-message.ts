import MailComposer from "nodemailer/lib/mail-composer";
import { encodeWord, encodeWords, foldLines } from "nodemailer/lib/mime-funcs";
import type { DkimSigner, Header } from "./dkim.ts";

/** What is encoded once for all readers: the sender, the two parts that say the same, and headers that all share. */
type SharedMessage = {
  /** As SHEAF_MAIL_FROM has it. */
  from: string;
  text: string;
  html: string;
  headers: Record<string, string | { prepared: true; foldLines: true; value: string }>;
};

/** Headers that each mail has its own of, and those that only mean something to the composer. */
const ownHeaders = new Set(["date", "message-id", "to", "subject"]);

/**
 * Encodes what all readers of a mail share: its headers, and its body with whatever marks stand in it. Nodemailer
 * writes the structure and the encodings.
 */
export async function encodeMessage({
  from,
  text,
  html,
  headers,
}: SharedMessage): Promise<{ headers: Header[]; content: string }> {
  const composed = await new MailComposer({
    from,
    alternatives: [part("text/plain", text), part("text/html", html)],
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: {
      ...headers,
      "Auto-Submitted": "auto-generated",
      // No automatic answers and no read receipts; reports of failed delivery (NDR) stay wanted.
      "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
    },
  })
    .compile()
    .build();
  // The composer leaves line ends as they come; they go over the wire, and are signed, as CRLF.
  const mail = composed.toString("latin1").replaceAll(/\r?\n/g, "\r\n");
  const end = mail.indexOf("\r\n\r\n");
  const shared = mail
    .slice(0, end)
    .split(/\r\n(?![ \t])/)
    .map((line): Header => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()])
    .filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  // A body ends in one line break: so it is signed.
  return { headers: shared, content: `${mail.slice(end + 4).trimEnd()}\r\n` };
}

/** Always quoted-printable, also where plain letters would do: only there a value can be spliced in. */
function part(type: string, content: string) {
  return {
    contentType: `${type}; charset=utf-8`,
    content,
    contentTransferEncoding: "quoted-printable" as const,
  };
}

/** A mail as one reader gets it: what is shared, and what is hers. */
type OwnMessage = {
  shared: readonly Header[];
  to: string;
  /** As `encodeSubject` gives it. */
  subject: string;
  messageId: string;
  /** Address of the RFC 8058 page; without one the mail belongs to no list. */
  unsubscribe: string | undefined;
  body: readonly Buffer[];
};

/** Puts one reader's mail together, signed when there is a key. */
export async function writeMessage(
  { shared, to, subject, messageId, unsubscribe, body }: OwnMessage,
  { date, signer }: { date: Date; signer: DkimSigner | undefined },
): Promise<Buffer> {
  const headers: Header[] = [
    ...shared,
    ["To", to],
    ["Subject", subject],
    ["Date", date.toUTCString().replace("GMT", "+0000")],
    ["Message-ID", `<${messageId}>`],
  ];
  if (unsubscribe !== undefined) {
    headers.push(
      ["List-Unsubscribe", `<${unsubscribe}>`],
      ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
    );
  }
  const all = signer ? [await signer(headers, body), ...headers] : headers;
  const head = all.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${head}\r\n`, "utf8"), ...body]);
}

/** A subject as its header holds it: one line of any text in, encoded words and folds out. */
export function encodeSubject(subject: string): string {
  const line = subject.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  // What looks like an encoded word already would be read as one: then all of it is encoded.
  const encoded = line.includes("=?") ? encodeWord(line, "Q", 52) : encodeWords(line, "Q", 52);
  return foldLines(`Subject: ${encoded}`, 76).slice("Subject: ".length);
}
