import { Type } from "typebox";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import { organisationKinds } from "#campaigns/organisations/organisation.ts";
import type { OrganisationFile } from "#campaigns/organisations/organisation-file.ts";
import type { EditProblem } from "#campaigns/organisations/read-edit.ts";
import type { Sender } from "#campaigns/organisations/sender.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { tidyEmail } from "#campaigns/texts/check-email.ts";
import { noDay, readDay, writeDay } from "#campaigns/texts/read-day.ts";

/**
 * Maximum size of a form in kilobytes: six languages of text, in scripts of three bytes per letter, percent-encoded.
 */
export const formLimit = 400 * 1024;

/** What a browser sends: texts by field name. Which fields there are depends on the number of sources. */
export const organisationForm = Type.Record(
  Type.String({ pattern: "^[a-zA-Z0-9-]{1,40}$" }),
  Type.String({ maxLength: 20_000 }),
  { additionalProperties: false },
);

/** The contents of the fields. */
export type FormValues = Readonly<Record<string, string>>;

const sourceFields = ["title", "section", "document", "language", "readAt", "credit", "claims"] as const;
const mostSources = 40;

/** The fields of an organisation as it is stored. */
export function toValues(organisation: OrganisationFile): FormValues {
  const { name, kind, parent, countries, address, website, sender, about, sources, claims } = organisation;
  const paragraphs = locales.map((locale) => [`about-${locale}`, (about[locale] ?? []).join("\n\n")]);
  const listed = sources.flatMap(({ number, readAt, ...source }) => {
    const own = claims.filter((claim) => claim.source === number).map(({ statement }) => statement);
    const values = { ...source, readAt: writeDay(readAt), claims: own.join("\n") };
    return sourceFields.map((field) => [`source-${number}-${field}`, values[field]]);
  });
  return {
    name,
    kind,
    parent: parent ?? "",
    countries: countries.join(" "),
    address: address ?? "",
    website: website ?? "",
    "sender-name": sender?.name ?? "",
    "sender-replyTo": sender?.replyTo ?? "",
    ...Object.fromEntries(
      locales.map((locale) => [`sender-signature-${locale}`, sender?.signature[locale] ?? ""]),
    ),
    ...Object.fromEntries([...paragraphs, ...listed]),
  };
}

/** The input as the act takes it. A source without a title is removed, and those after it move up. */
export function fromValues(values: FormValues): OrganisationFile {
  const text = (name: string) => (values[name] ?? "").replaceAll("\r\n", "\n").trim();
  const orNull = (name: string) => (text(name) === "" ? null : text(name));
  const lines = (name: string, between: RegExp) =>
    text(name)
      .split(between)
      .filter((part) => part.trim() !== "");
  const kept = Array.from({ length: sourceCount(values) }, (_, index) => `source-${index + 1}`).filter(
    (source) => text(`${source}-title`) !== "",
  );
  return {
    name: text("name"),
    kind: organisationKinds.find((kind) => kind === text("kind")) ?? "member",
    parent: orNull("parent"),
    countries: lines("countries", /[\s,]+/).map((code) => code.toUpperCase()),
    address: orNull("address"),
    website: orNull("website"),
    sender: senderFrom(text),
    about: Object.fromEntries(
      locales
        .map((locale) => [locale, lines(`about-${locale}`, /\n\s*\n/)] as const)
        .filter(([, all]) => all.length > 0),
    ),
    sources: kept.map((source, index) => ({
      number: index + 1,
      document: text(`${source}-document`),
      title: text(`${source}-title`),
      section: text(`${source}-section`),
      language: text(`${source}-language`),
      readAt: readDay(text(`${source}-readAt`)) ?? noDay(),
      credit: text(`${source}-credit`),
    })),
    claims: kept.flatMap((source, index) =>
      lines(`${source}-claims`, /\n/).map((statement) => ({ source: index + 1, statement })),
    ),
  };
}

/** Null where nothing is typed: mails are the system's then. */
function senderFrom(text: (name: string) => string): Sender | null {
  const signature = Object.fromEntries(
    locales
      .map((locale) => [locale, text(`sender-signature-${locale}`)] as const)
      .filter(([, lines]) => lines !== ""),
  );
  const [name, replyTo] = [text("sender-name") || null, tidyEmail(text("sender-replyTo")) || null];
  return name || replyTo || Object.keys(signature).length > 0 ? { name, replyTo, signature } : null;
}

/** The highest source number among the fields. */
export function sourceCount(values: FormValues): number {
  const numbers = Object.keys(values).map((name) => Number(/^source-(\d{1,2})-/.exec(name)?.[1] ?? 0));
  return Math.min(mostSources, Math.max(0, ...numbers));
}

/** The field that a problem is about. */
export function fieldOf({ path }: EditProblem): string {
  const [first, second, third] = path;
  if (first === "sender") return path.join("-");
  if (first === "about") return `about-${second ?? locales[0]}`;
  if (first === "sources")
    return typeof second === "number" ? `source-${second + 1}-${third ?? "title"}` : "source-1-title";
  return String(first ?? "name");
}

/** Names of the fields in which two versions differ. */
export function differing(one: FormValues, other: FormValues): Set<string> {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return new Set([...names].filter((name) => name !== "version" && same(one[name]) !== same(other[name])));
}

function same(text = ""): string {
  return text.replaceAll("\r\n", "\n").trim();
}

/** The fields of an organisation that is stored. */
export function storedValues(organisation: Organisation): FormValues {
  return { ...toValues(organisation), version: String(organisation.version) };
}
