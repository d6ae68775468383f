import { isMap, isScalar, isSeq } from "yaml";
import { endOfDay, startOfDay } from "./campaign-days.ts";
import { normaliseText } from "./normalise-text.ts";
import { readDay } from "./read-day.ts";
import type { Path, YamlFile } from "./yaml-file.ts";

/** Maximum length of a text, in UTF-16 units, unless stated otherwise. */
const longestText = 2000;

/**
 * Reads one map of a YAML file field by field. What is missing or of the wrong kind is reported with its line and
 * replaced by a harmless value, so that checking can continue and find the file's other problems.
 */
export class Fields {
  readonly file: YamlFile;
  readonly path: Path;
  readonly #expected = new Set<string>();

  constructor(file: YamlFile, path: Path = []) {
    this.file = file;
    this.path = path;
    if (isMap(file.nodeAt(path))) return;
    if (path.length === 0) file.refuse(path, "file-without-keys", {});
    else file.refuse(path, "no-keys", { at: show(path) });
  }

  /** The map's keys in file order. */
  keys(): string[] {
    const node = this.file.nodeAt(this.path);
    return isMap(node) ? node.items.map(({ key }) => (isScalar(key) ? String(key.value) : "")) : [];
  }

  /** A text, normalised, neither empty nor longer than `longest`. */
  text(key: string, longest = longestText): string {
    return this.#textAt(this.#scalar(key), [...this.path, key], longest);
  }

  /** One of several words; the first replaces a wrong one. */
  choice<Word extends string>(key: string, words: readonly [Word, ...Word[]]): Word {
    const value = this.#scalar(key);
    const found = words.find((word) => word === value);
    if (found === undefined && value !== undefined) {
      const path = [...this.path, key];
      this.file.refuse(path, "no-choice", { at: show(path), choices: words });
    }
    return found ?? words[0];
  }

  /** `true` or `false`. */
  flag(key: string): boolean {
    const value = this.#scalar(key);
    if (typeof value !== "boolean") this.#refuseValue(key, value, "no-flag");
    return value === true;
  }

  /** An optional `true` or `false`; false if omitted. */
  flagIfAny(key: string): boolean {
    this.#expected.add(key);
    return this.keys().includes(key) && this.flag(key);
  }

  /** A whole number, 1 or more. */
  whole(key: string): number {
    const value = this.#scalar(key);
    return this.#wholeAt(value, [...this.path, key]);
  }

  /**
   * A list of whole numbers, each 1 or more; NaN replaces a wrong one, because it compares neither above nor below
   * another.
   */
  wholes(key: string): number[] {
    return this.#indexes(key).map((path) =>
      this.#wholeAt(scalarOf(this.file.nodeAt(path)), path, Number.NaN),
    );
  }

  /** A day (`2026-11-23`, from its first moment in UTC) or a moment in UTC (`2026-11-23T08:00:00Z`). */
  moment(key: string): Date {
    const value = this.#scalar(key);
    const moment = typeof value === "string" ? readMoment(value) : null;
    if (!moment) this.#refuseValue(key, value, "no-moment");
    return moment ?? new Date(0);
  }

  /** A moment in UTC, or a day from its first moment in a time zone. */
  opening(key: string, timeZone: string): Date {
    return this.#dayIn(key, (day) => startOfDay(day, timeZone));
  }

  /** A moment in UTC, or a day up to its end in a time zone; null where the file says `null`. */
  closing(key: string, timeZone: string): Date | null {
    if (this.#scalar(key) === null) return null;
    return this.#dayIn(key, (day) => endOfDay(day, timeZone));
  }

  #dayIn(key: string, read: (day: string) => Date | undefined): Date {
    const value = this.#scalar(key);
    const day = typeof value === "string" && readDay(value) ? read(value) : undefined;
    return day ?? this.moment(key);
  }

  /** A text, or null where the file says `null`. */
  textOrNull(key: string): string | null {
    return this.#scalar(key) === null ? null : this.text(key);
  }

  /** An optional text; null if omitted. */
  textIfAny(key: string, longest = longestText): string | null {
    this.#expected.add(key);
    return this.keys().includes(key) ? this.text(key, longest) : null;
  }

  /** A list of texts. */
  texts(key: string, longest = longestText): string[] {
    return this.#indexes(key).map((path) => this.#textAt(scalarOf(this.file.nodeAt(path)), path, longest));
  }

  /** A list of maps, each read by `read` and closed afterwards. */
  list<Value>(key: string, read: (fields: Fields) => Value): Value[] {
    return this.#indexes(key).map((path) => readFields(this.file, path, read));
  }

  /** A nested map, read by `read` and closed afterwards. */
  inside<Value>(key: string, read: (fields: Fields) => Value): Value | null {
    this.#expected.add(key);
    if (!this.#has(key)) return null;
    return readFields(this.file, [...this.path, key], read);
  }

  /** An optional nested map; null if omitted. */
  insideIfAny<Value>(key: string, read: (fields: Fields) => Value): Value | null {
    this.#expected.add(key);
    return this.keys().includes(key) ? this.inside(key, read) : null;
  }

  /** An optional list of maps, which may be empty. */
  listIfAny<Value>(key: string, read: (fields: Fields) => Value): Value[] {
    this.#expected.add(key);
    return this.#hasEntries(key) ? this.list(key, read) : [];
  }

  /** An optional list of texts, which may be empty. */
  textsIfAny(key: string, longest = longestText): string[] {
    this.#expected.add(key);
    return this.#hasEntries(key) ? this.texts(key, longest) : [];
  }

  /** A nested map with keys chosen by the file, each with a text. */
  textsByKey(key: string, longest = longestText): Record<string, string> {
    const read = (fields: Fields) =>
      Object.fromEntries(fields.keys().map((name) => [name, fields.text(name, longest)]));
    return this.inside(key, read) ?? {};
  }

  /** Reports every key that was not read. */
  close(): void {
    for (const key of this.keys()) {
      if (this.#expected.has(key)) continue;
      const path = [...this.path, key];
      this.file.refuse(path, "key-unknown", { at: show(path), known: [...this.#expected].join(", ") });
    }
  }

  #scalar(key: string): unknown {
    this.#expected.add(key);
    return this.#has(key) ? scalarOf(this.file.nodeAt([...this.path, key])) : undefined;
  }

  #hasEntries(key: string): boolean {
    if (!this.keys().includes(key)) return false;
    const node = this.file.nodeAt([...this.path, key]);
    return !isSeq(node) || node.items.length > 0;
  }

  #has(key: string): boolean {
    const has = this.keys().includes(key);
    if (!has) this.file.refuse(this.path, "key-missing", { at: show([...this.path, key]) });
    return has;
  }

  #indexes(key: string): Path[] {
    this.#expected.add(key);
    if (!this.#has(key)) return [];
    const path = [...this.path, key];
    const node = this.file.nodeAt(path);
    if (isSeq(node) && node.items.length > 0) return node.items.map((_, index) => [...path, index]);
    this.file.refuse(path, "no-list", { at: show(path) });
    return [];
  }

  #textAt(value: unknown, path: Path, longest: number): string {
    if (value === undefined) return "";
    const text = typeof value === "string" ? normaliseText(value).trimEnd() : "";
    const at = show(path);
    if (typeof value === "number") this.file.refuse(path, "no-text", { at });
    else if (text === "") this.file.refuse(path, "text-empty", { at });
    else if (text.length > longest) this.file.refuse(path, "text-long", { at, longest });
    return text;
  }

  #wholeAt(value: unknown, path: Path, standIn = 1): number {
    if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
    if (value !== undefined) this.file.refuse(path, "no-whole", { at: show(path) });
    return standIn;
  }

  #refuseValue(key: string, value: unknown, code: "no-flag" | "no-moment"): void {
    if (value === undefined) return;
    const path = [...this.path, key];
    this.file.refuse(path, code, { at: show(path) });
  }
}

/** Reads a map with a function and reports the keys it did not read. */
export function readFields<Value>(file: YamlFile, path: Path, read: (fields: Fields) => Value): Value {
  const fields = new Fields(file, path);
  const value = read(fields);
  fields.close();
  return value;
}

/** A path in readable form: `page.why #2`. */
export function show(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? ` #${step + 1}` : `.${step}`))
    .join("")
    .slice(1);
}

function scalarOf(node: unknown): unknown {
  return isScalar(node) ? node.value : node === null || node === undefined ? null : node;
}

function readMoment(value: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/.test(value)) return null;
  const moment = new Date(value);
  // JavaScript turns February 30 into March 2.
  return !Number.isNaN(moment.getTime()) &&
    moment.toISOString().startsWith(value.slice(0, 19).replace("Z", ""))
    ? moment
    : null;
}
