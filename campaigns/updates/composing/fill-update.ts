import { html } from "hono/html";
import type { DkimSigner, Header } from "../../mail/dkim.ts";
import { encodeSubject, writeMessage } from "../../mail/mime-message.ts";
import { type Form, fillBody, type MimeBody } from "../../mail/mime-template.ts";
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
  const body = fillBody(template.body, (gap, form) => gapValue(template, reader, gap, form));
  const { to, messageId, links } = reader;
  const subject = subjectFor(template, reader);
  const own = { shared: template.headers, to, subject, messageId, unsubscribe: links.unsubscribe, body };
  return writeMessage(own, { date, signer });
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
