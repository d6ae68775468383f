import { hashLeaf, hashNode } from "../../platform/tree-hash.ts";

/** A leaf as leaves.txt shows it, its fields opened as far as they are. */
export type ShownLeaf = {
  text: string;
  kind: "sign" | "withdraw";
  key: string;
  petition: string;
  /** SHA-256 of the wording. */
  wording: string;
  country: string;
  day: string;
  /** Her name; null when it is not shown, undefined when nothing opens the leaf. */
  name: string | null | undefined;
  /** What is wrong about it. */
  problem?: string;
};

/** A line of leaves.txt: a leaf, or the root of a subtree that is not shown. */
export type LeavesLine = ShownLeaf | { height: number; hash: Buffer };

const leafShape =
  /^1 (sign|withdraw) ([0-9a-f]{32}-[01]) (\S+) ([0-9a-f]{64}|-) ([A-Z]{2}) (\d{4}-\d\d-\d\d) (\S+) ([0-9a-f]{64}|-)$/;
const hashShape = /^[0-9a-f]{64}$/;

/** Reads a line of leaves.txt; docs/bundle.md describes it. Undefined when it is none. */
export function readLeavesLine(line: string): LeavesLine | undefined {
  const [, height, hash = ""] = /^# (\d|[1-4]\d) ([0-9a-f]{64})$/.exec(line) ?? [];
  if (height !== undefined) return { height: Number(height), hash: Buffer.from(hash, "hex") };
  const [text = "", ...shown] = line.split("\t");
  const parts = leafShape.exec(text);
  if (!parts || (shown.length !== 0 && shown.length !== 2)) return undefined;
  const [, kind, key = "", petition = "", wording = "", country = "", day = "", mark = "", commitment = ""] =
    parts;
  const leaf = {
    text,
    kind: kind === "sign" ? "sign" : "withdraw",
    key,
    petition,
    wording,
    country,
    day,
  } as const;
  if (shown.length === 0) return { ...leaf, name: undefined };
  return { ...leaf, ...openFields(shown, commitment, mark) };
}

function openFields(
  [shownName = "", shownPostcode = ""]: readonly string[],
  commitment: string,
  mark: string,
): Pick<ShownLeaf, "name" | "problem"> {
  const name = openField(shownName, "name");
  const postcode = openField(shownPostcode, "postcode");
  if (!name || !postcode) return { name: null, problem: "is opened by something else than its fields" };
  if (hashNode(name.hash, postcode.hash).toString("hex") !== commitment)
    return { name: null, problem: "was made of another name or postcode" };
  const asksForNone = mark.split("+").includes("unnamed");
  if (asksForNone && name.value !== null)
    return { name: name.value, problem: "shows a name that was to be left out" };
  return { name: name.value };
}

/** A field that is shown, or the hash of one that is not. */
function openField(shown: string, field: string): { hash: Buffer; value: string | null } | undefined {
  if (hashShape.test(shown)) return { hash: Buffer.from(shown, "hex"), value: null };
  const value = readDisclosure(shown, field);
  return value === undefined ? undefined : { hash: hashLeaf(Buffer.from(shown)), value };
}

function readDisclosure(text: string, field: string): string | undefined {
  try {
    const read: unknown = JSON.parse(text);
    if (!Array.isArray(read) || read.length !== 3) return undefined;
    const [salt, name, value]: unknown[] = read;
    return typeof salt === "string" && name === field && typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
