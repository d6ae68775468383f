import { createHash } from "node:crypto";
import type { Locale } from "../../platform/languages/languages.ts";
import type { Path } from "../../texts/yaml-file.ts";
import { keysAt, listAt, type Plain, plainAt } from "./plain.ts";

/** What is edited on one page: the texts of a language, or the sources with their claims. */
export type Part = Locale | "sources";

/** `line` and `text` are words; the others are the same in every language, and edited in the first. */
export type PassageKind = "line" | "text" | "day" | "source" | "flag" | "claims";

/** One separately edited text of a draft. */
export type Passage = {
  /** Its path, joined by dots: `page.why.2`. */
  key: string;
  path: Path;
  kind: PassageKind;
  /** As a form shows it. */
  text: string;
  longest: number;
  /** The list it belongs to, and its index there. */
  list?: { name: ListName; index: number };
};

const lists = {
  why: { "": ["text", 2000] },
  facts: { figure: ["line", 12], label: ["line", 200], source: ["source", 3] },
  runBy: { name: ["line", 160], text: ["text", 2000] },
  handovers: {
    when: ["line", 160],
    title: ["line", 160],
    text: ["text", 2000],
    ongoing: ["flag", 3],
  },
  citations: { "": ["text", 600] },
  corrections: { was: ["text", 600], text: ["text", 600], source: ["source", 3], at: ["day", 20] },
  shares: { text: ["text", 240] },
  sources: {
    title: ["line", 200],
    section: ["line", 200],
    document: ["line", 200],
    language: ["line", 35],
    readAt: ["day", 20],
    credit: ["text", 600],
    claims: ["claims", 8000],
  },
} as const satisfies Record<string, Record<string, readonly [PassageKind, number]>>;

/** Lists that entries can be added to. */
export type ListName = keyof typeof lists;

const pageLists = ["why", "facts", "runBy", "handovers", "citations", "corrections", "shares"] as const;
const pageLines = [
  ["name", "line", 160],
  ["headline", "line", 160],
  ["ask", "text", 300],
  ["first", "text", 2000],
] as const;

/** Tells whether a word is the name of a list of a part. */
export function isListOf(part: Part, name: string): name is ListName {
  return part === "sources" ? name === "sources" : pageLists.some((list) => list === name);
}

/** Where a list is in its file. */
export function pathOfList(name: ListName): Path {
  return name === "sources" ? ["sources"] : ["page", name];
}

/** The file of a part. */
export function fileOf(part: Part): string {
  return part === "sources" ? "sources.yaml" : `texts/${part}.yaml`;
}

/** The passages of a language's texts or of the sources, in page order; a petition's draft has only its wording. */
export function passagesOf(part: Part, plain: Plain | undefined, petition: string | null): Passage[] {
  if (part === "sources") return petition === null ? listPassages("sources", plain) : [];
  const page = [
    ...pageLines.map(([name, kind, longest]) => passage(plain, ["page", name], kind, longest)),
    ...pageLists.flatMap((name) => listPassages(name, plain)),
  ];
  const words = [
    ...keysAt(plain, ["offices"]).map((id) => passage(plain, ["offices", id], "line", 160)),
    ...keysAt(plain, ["wordings"]).map((name) => passage(plain, ["wordings", name], "text", 5000)),
  ];
  if (petition === null) return [...page, ...words];
  return words.filter(({ path }) => path[1] === petition);
}

function listPassages(name: ListName, plain: Plain | undefined): Passage[] {
  const path = pathOfList(name);
  return listAt(plain, path).flatMap((_, index) =>
    Object.entries(lists[name]).map(([field, [kind, longest]]) => ({
      ...passage(plain, field === "" ? [...path, index] : [...path, index, field], kind, longest),
      list: { name, index },
    })),
  );
}

function passage(plain: Plain | undefined, path: Path, kind: PassageKind, longest: number): Passage {
  return { key: path.join("."), path, kind, longest, text: textOf(plainAt(plain, path), kind) };
}

function textOf(value: Plain | undefined, kind: PassageKind): string {
  if (kind === "flag") return value === true ? "yes" : "";
  if (Array.isArray(value)) return value.map(String).join("\n");
  return value === undefined || value === null ? "" : String(value).trimEnd();
}

/** Converts the text of a form field to its value. */
export function plainOf(kind: PassageKind, text: string): Plain {
  const typed = text.replaceAll("\r\n", "\n").trim();
  if (kind === "flag") return typed === "yes";
  if (kind === "source") return /^\d{1,3}$/.test(typed) ? Number(typed) : typed;
  if (kind === "claims") return typed.split("\n").flatMap((line) => line.trim() || []);
  return typed;
}

/** A list entry with nothing in it yet. `index` gives share texts their letter. */
export function emptyEntry(name: ListName, index: number, today: string): Plain {
  if (name === "why" || name === "citations") return "";
  const fields = Object.entries(lists[name]).map(
    ([field, [kind]]) => [field, emptyValue(kind, today)] as const,
  );
  const variant = name === "shares" ? { variant: String.fromCharCode(97 + (index % 26)) } : {};
  const number = name === "sources" ? { number: index + 1 } : {};
  return { ...number, ...variant, ...Object.fromEntries(fields) };
}

function emptyValue(kind: PassageKind, today: string): Plain {
  if (kind === "day") return today;
  if (kind === "source") return 1;
  if (kind === "flag") return false;
  return kind === "claims" ? [] : "";
}

/** A short hash of a text: a form carries it, so that a change by somebody else in the meantime is detected. */
export function markOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n").trim()).digest("base64url").slice(0, 16);
}
