import { type Attachment, type ParsedMail, simpleParser } from "mailparser";
import { readDeliveryStatus } from "./read-delivery-status.ts";
import { readReportFields } from "./report-fields.ts";
import type { Severity } from "./severity.ts";

/** What a mail that came to a return address is. */
export type ReturnedMail = (
  | { kind: "bounce"; severity: Severity; status: string }
  /** The reader told her provider that she does not want such mail. */
  | { kind: "complaint" }
  /** A report that a mail is late, was delivered, or of something else that ends nothing. */
  | { kind: "notice" }
  /** A person or a program answered. */
  | { kind: "answer" }
  /** No mail that could be read. */
  | { kind: "unreadable" }
) & {
  /** Addresses among which our return address is, should the envelope not say it; not to be believed unread. */
  addresses: string[];
};

/** Reports stand at the beginning; what follows is our own mail, however large. */
export const readableSize = 256 * 1024;

const parserLimits = {
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  checksumAlgo: false,
  maxHeadSize: 64 * 1024,
  maxChildNodes: 50,
} as const;

/** What providers call a complaint (RFC 5965, section 7.3); the other types speak of something else. */
const complaints = new Set(["abuse", "fraud", "opt-out", "virus"]);

/** Reads a mail that came back: a delivery status notification (RFC 3464), a complaint (RFC 5965), or neither. Never throws. */
export async function readReturnedMail(raw: Buffer): Promise<ReturnedMail> {
  const mail = await simpleParser(raw.subarray(0, readableSize), parserLimits).catch(() => undefined);
  if (!mail) return { kind: "unreadable", addresses: [] };
  const part = (type: string) => mail.attachments.find(({ contentType }) => contentType === type);
  const addresses = [...addressesAbove(mail), ...addressesInside(mail.attachments)].slice(0, mostAddresses);
  const feedback = part("message/feedback-report");
  if (feedback) {
    const [fields] = readReportFields(feedback.content);
    const type = fields?.get("feedback-type")?.toLowerCase() ?? "";
    return { kind: complaints.has(type) ? "complaint" : "notice", addresses };
  }
  const report = part("message/delivery-status") ?? part("message/global-delivery-status");
  const status = report && readDeliveryStatus(report.content);
  if (status?.kind === "failed") {
    return { kind: "bounce", severity: status.severity, status: status.status, addresses };
  }
  if (status || report) return { kind: "notice", addresses };
  return { kind: mail.headerLines.length > 0 ? "answer" : "unreadable", addresses };
}

const mostAddresses = 40;
const address = /[a-z0-9._+=-]{1,64}@[a-z0-9.-]{1,255}/gi;
const deliveredHeaders = new Set(["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to"]);

/** Whom the mail was delivered to, as far as its headers tell: a mailbox that is polled knows no envelope. */
function addressesAbove({ headerLines }: ParsedMail): string[] {
  return headerLines
    .filter(({ key }) => deliveredHeaders.has(key))
    .flatMap(({ line }) => line.slice(0, 2_000).match(address) ?? []);
}

const returnedTypes = new Set(["message/feedback-report", "message/rfc822", "text/rfc822-headers"]);
const returnedSize = 16 * 1024;

/** Complaints come to a common address; the mail's own return address stands in what they quote. */
function addressesInside(attachments: Attachment[]): string[] {
  return attachments
    .filter(({ contentType }) => returnedTypes.has(contentType))
    .flatMap(({ content }) => {
      const quoted = content.subarray(0, returnedSize).toString("latin1");
      const lines = quoted.match(/^(?:original-mail-from|return-path|x-original-mail-from):.*$/gim) ?? [];
      return lines.flatMap((line) => line.match(address) ?? []);
    });
}
