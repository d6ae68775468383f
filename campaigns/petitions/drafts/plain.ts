import { parse, stringify } from "yaml";
import { remembered } from "../../texts/remembered.ts";
import type { Path } from "../../texts/yaml-file.ts";

/** The contents of a campaign's YAML file, before any checks. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** The files of a campaign's folder as plain values, by their names. */
export type PlainFiles = ReadonlyMap<string, Plain>;

const parsed = remembered((text): Plain => parse(text), 96);
/** Plain values are never changed, only copied with differences, so each is serialised once. */
const written = new WeakMap<object, string>();

/** Reads files that were written by `writePlain`. */
export function parsePlain(files: Iterable<readonly [string, string]>): Map<string, Plain> {
  return new Map(Array.from(files, ([name, text]) => [name, parsed(text)]));
}

/** Writes files as `sheaf campaigns export` does. */
export function writePlain(files: PlainFiles): Map<string, string> {
  return new Map(Array.from(files, ([name, plain]) => [name, write(plain)]));
}

function write(plain: Plain): string {
  const known = typeof plain === "object" && plain !== null ? written.get(plain) : undefined;
  const text = known ?? stringify(plain, { lineWidth: 0 });
  if (typeof plain === "object" && plain !== null) written.set(plain, text);
  return text;
}

/** The value at a path; undefined where there is none. */
export function plainAt(plain: Plain | undefined, path: Path): Plain | undefined {
  let value = plain;
  for (const step of path) value = childOf(value, step);
  return value;
}

/** The entries of a list at a path; none where there is no list. */
export function listAt(plain: Plain | undefined, path: Path): Plain[] {
  const value = plainAt(plain, path);
  return Array.isArray(value) ? value : [];
}

/** The keys of a map at a path; none where there is no map. */
export function keysAt(plain: Plain | undefined, path: Path): string[] {
  const value = plainAt(plain, path);
  return isMap(value) ? Object.keys(value) : [];
}

/** A copy with another value at a path; undefined removes the value. Missing maps on the way are created. */
export function withPlain(plain: Plain | undefined, path: Path, value: Plain | undefined): Plain {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  const inner = rest.length > 0 ? withPlain(childOf(plain, step), rest, value) : value;
  if (typeof step === "number") {
    const list = Array.isArray(plain) ? plain : [];
    return inner === undefined ? list.toSpliced(step, 1) : Object.assign([...list], { [step]: inner });
  }
  const { [step]: _, ...others } = isMap(plain) ? plain : {};
  if (inner === undefined) return others;
  return isMap(plain) ? { ...plain, [step]: inner } : { [step]: inner };
}

function childOf(value: Plain | undefined, step: string | number): Plain | undefined {
  if (Array.isArray(value)) return typeof step === "number" ? value[step] : undefined;
  return isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function isMap(value: Plain | undefined): value is { [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
