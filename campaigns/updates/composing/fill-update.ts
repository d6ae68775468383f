import { html } from "hono/html";
import { encodeWord, encodeWords, foldLines } from "nodemailer/lib/mime-funcs";
import type { DkimSigner, Header } from "../../mail/dkim.ts";
import { type Form, type MimeBody, spliceValue } from "../../mail/mime-template.ts";
import { isolate, isolatesAsHtml, isolatesThatMatter } from "../../mail/plain-line.ts";
import type { Locale } from "../../platform/languages/languages.ts";
import type { MergeField, Piece } from "./merge-fields.ts";

/** A gap in a mail for one reader's value: a field with its fallback, or a link of her own. */
export type Gap =
  | { kind: "field"; field: MergeField; otherwise: string }
  | { kind: "link"; link: keyof ReaderLinks };

/** Links that act for one reader. */
export type ReaderLinks = {
  unsubscribe: string;
  preferences: string;
  confirm: string;
  /** Erases an unconfirmed entry. */
  withdraw: string;
};

/** An update composed in one language: what all its readers share, and gaps. */
export type Template = {
  locale: Locale;
  direction: "ltr" | "rtl";
  /** A whole header, or pieces if each reader has her own subject. */
  subject: string | Piece[];
  /** From, List-Id and everything else that is the same in every mail. */
  headers: Header[];
  body: MimeBody<Gap>;
  /** Values of fields that all readers share. */
  shared: Partial<Record<MergeField, string>>;
};

/** What one reader's mail needs; field values are clean lines. */
export type Reader = {
  to: string;
  messageId: string;
  fields: Partial<Record<MergeField, string>>;
  links: ReaderLinks;
};

/** Makes one reader's mail from a template, signed when there is a key. */
export async function fillUpdate(
  template: Template,
  reader: Reader,
  { date, signer }: { date: Date; signer: DkimSigner | undefined },
): Promise<Buffer> {
  const headers: Header[] = [
    ...template.headers,
    ["To", reader.to],
    ["Subject", subjectFor(template, reader)],
    ["Date", date.toUTCString().replace("GMT", "+0000")],
    ["Message-ID", `<${reader.messageId}>`],
    ["List-Unsubscribe", `<${reader.links.unsubscribe}>`],
    ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
  ];
  const body = template.body.map((piece) =>
    Buffer.isBuffer(piece)
      ? piece
      : Buffer.from(spliceValue(gapValue(template, reader, piece.gap, piece.form)), "latin1"),
  );
  const all = signer ? [await signer(headers, body), ...headers] : headers;
  const head = all.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`${head}\r\n`, "utf8"), ...body]);
}

/** The subject as one reader sees it. */
export function subjectText(
  template: Pick<Template, "shared">,
  fields: Reader["fields"],
  pieces: Piece[],
): string {
  return pieces
    .map((piece) =>
      typeof piece === "string" ? piece : fieldValue(template, fields, piece.field, piece.otherwise),
    )
    .join("");
}

function subjectFor(template: Template, { fields }: Reader): string {
  const { subject } = template;
  return typeof subject === "string" ? subject : encodeSubject(subjectText(template, fields, subject));
}

/** Encodes a subject for its header: any text on one line, encoded words and folding out. */
export function encodeSubject(subject: string): string {
  const line = subject.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  // Text that looks like an encoded word would be read as one: then all of it is encoded.
  const encoded = line.includes("=?") ? encodeWord(line, "Q", 52) : encodeWords(line, "Q", 52);
  return foldLines(`Subject: ${encoded}`, 76).slice("Subject: ".length);
}

function fieldValue(
  { shared }: Pick<Template, "shared">,
  fields: Reader["fields"],
  field: MergeField,
  otherwise: string,
): string {
  return fields[field] || shared[field] || otherwise;
}

function gapValue(template: Template, { fields, links }: Reader, gap: Gap, form: Form): string {
  if (gap.kind === "link") return form === "html" ? `${html`${links[gap.link]}`}` : links[gap.link];
  const value = isolate(fieldValue(template, fields, gap.field, gap.otherwise));
  return form === "html"
    ? isolatesAsHtml(`${html`${value}`}`)
    : isolatesThatMatter(value, template.direction);
}
