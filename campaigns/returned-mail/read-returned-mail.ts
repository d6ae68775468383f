import { type Attachment, type ParsedMail, simpleParser } from "mailparser";
import type { Verdict } from "../mail/judge-refusal.ts";
import { isComplaint } from "./read-complaint.ts";
import { readDeliveryStatus } from "./read-delivery-status.ts";
import { readPlainReport } from "./read-plain-report.ts";

/** What a mail that came to a return address is. */
export type ReturnedMail = Reading & {
  /**
   * Addresses that may include our return address, in case the envelope does not say it; to be verified before use.
   */
  addresses: string[];
};

type Reading =
  | { kind: "bounce"; verdict: Verdict }
  /** The reader told her provider that she does not want such mail. */
  | { kind: "complaint" }
  /** A report that a mail is delayed or delivered, or about something else without consequences. */
  | { kind: "notice" }
  /** A person or a program answered. */
  | { kind: "answer" }
  /** Not a readable mail. */
  | { kind: "unreadable" };

/** Reports come at the start; after that comes our own mail, however large. */
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

/**
 * Reads a mail that came back: a report of failed delivery, for machines (RFC 3464) or in plain words, a complaint
 * (RFC 5965), or neither; also where somebody forwards it as a whole. Never throws.
 */
export async function readReturnedMail(raw: Buffer): Promise<ReturnedMail> {
  const mail = await parse(raw);
  if (!mail) return { kind: "unreadable", addresses: [] };
  const addresses = [...addressesAbove(mail), ...addressesInside(mail.attachments)];
  const read = readReport(mail);
  if (read) return { ...read, addresses: addresses.slice(0, mostAddresses) };
  for (const inner of await parseForwarded(mail)) {
    const report = readReport(inner);
    const more = [...addresses, ...addressesAbove(inner), ...addressesInside(inner.attachments)];
    if (report) return { ...report, addresses: more.slice(0, mostAddresses) };
  }
  const kind = mail.headerLines.length > 0 ? "answer" : "unreadable";
  return { kind, addresses: addresses.slice(0, mostAddresses) };
}

function parse(raw: Buffer): Promise<ParsedMail | undefined> {
  return simpleParser(raw.subarray(0, readableSize), parserLimits).catch(() => undefined);
}

const mostForwarded = 3;

async function parseForwarded({ attachments }: ParsedMail): Promise<ParsedMail[]> {
  const forwarded = attachments.filter(({ contentType }) => contentType === "message/rfc822");
  const parsed = await Promise.all(forwarded.slice(0, mostForwarded).map(({ content }) => parse(content)));
  return parsed.filter((mail) => mail !== undefined);
}

/** What a mail reports; undefined when it is no report at all. */
function readReport(mail: ParsedMail): Reading | undefined {
  const complains = isComplaint(mail);
  if (complains !== undefined) return { kind: complains ? "complaint" : "notice" };
  const part = (type: string) => mail.attachments.find(({ contentType }) => contentType === type);
  const report = part("message/delivery-status") ?? part("message/global-delivery-status");
  const status = (report && readDeliveryStatus(report.content)) ?? readPlainReport(mail);
  if (status?.kind === "failed") return { kind: "bounce", verdict: status.verdict };
  return status || report ? { kind: "notice" } : undefined;
}

const mostAddresses = 100;
const address = /[a-z0-9._+=-]{1,64}@[a-z0-9.-]{1,255}/gi;
const deliveredHeaders = new Set(["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to"]);

/** Whom the mail was delivered to, as far as its headers tell: a polled mailbox has no envelope. */
function addressesAbove({ headerLines }: ParsedMail): string[] {
  return headerLines
    .filter(({ key }) => deliveredHeaders.has(key))
    .flatMap(({ line }) => line.slice(0, 2_000).match(address) ?? []);
}

const returnedTypes = new Set([
  "message/feedback-report",
  "message/rfc822",
  "text/rfc822-headers",
  "message/rfc822-headers",
]);
const returnedSize = 16 * 1024;

/**
 * Complaints come to a common address; the mail's own return address stands in the header of what they quote: as
 * Return-Path, or in what the provider wrote down of its check of the sender.
 */
function addressesInside(attachments: Attachment[]): string[] {
  return attachments
    .filter(({ contentType }) => returnedTypes.has(contentType))
    .flatMap(({ content }) => {
      const quoted = content.subarray(0, returnedSize).toString("latin1").replace(/\r\n?/g, "\n");
      const [head = ""] = quoted.split("\n\n", 1);
      const unfolded = head.replace(/\n[ \t]+/g, " ").replace(/\b(?:mailfrom|envelope-from)=/gi, " ");
      const lines = unfolded.match(senderLine) ?? [];
      return lines.flatMap((line) => line.match(address) ?? []);
    });
}

const senderLine =
  /^(?:original-mail-from|x-original-mail-from|return-path|authentication-results|received-spf|received):.*$/gim;
