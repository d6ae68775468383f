import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { GapsOf, ProblemCode } from "./problem-codes.ts";
import { remembered } from "./remembered.ts";
import { type BrokenRule, translateProblem } from "./translate-problem.ts";

/** The path to a value: keys of maps and indexes of lists, from the top. */
export type Path = readonly (string | number)[];

/**
 * Which rule is broken on a line of a catalogue's file, with the value that it is about; `translateProblem` says it.
 */
export type Problem = BrokenRule & { file: string; line: number; path: Path };

/** A problem as the command line shows it, in English: `file:line: what is wrong`. */
export function showProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}: ${translateProblem(problem, "en")}`;
}

/** A problem of a whole file or folder. */
export function problemOfFile<Code extends ProblemCode>(
  file: string,
  code: Code,
  gaps: GapsOf<Code>,
): Problem {
  return { file, line: 1, path: [], code, gaps };
}

/** Problems in the order of files and lines. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((one, other) => one.file.localeCompare(other.file, "en") || one.line - other.line);
}

/** Parsing takes most of the time when a draft is checked, and few of its files differ between pages. */
const parsed = remembered((source) => {
  const lines = new LineCounter();
  return { lines, document: parseDocument(source, { lineCounter: lines, prettyErrors: false }) };
}, 48);

/** A parsed YAML file that knows the line of each value. */
export class YamlFile {
  /** As shown to people: relative to where they are. */
  readonly name: string;
  readonly #source: string;
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #problems: Problem[];

  private constructor(name: string, source: string, problems: Problem[]) {
    this.name = name;
    this.#source = source;
    this.#problems = problems;
    const { document, lines } = parsed(source);
    this.#lines = lines;
    this.#document = document;
  }

  /** Reads a file; null, with the problem recorded, when it is missing or not YAML. */
  static async open(path: string, problems: Problem[]): Promise<YamlFile | null> {
    const name = nameOfFile(path);
    const source = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => error);
    if (typeof source !== "string") {
      problems.push(unreadable(name, source));
      return null;
    }
    return YamlFile.parse(name, source, problems);
  }

  /** Parses a file's text; null, with the problem recorded, when it is not YAML. */
  static parse(name: string, source: string, problems: Problem[]): YamlFile | null {
    const file = new YamlFile(name, source, problems);
    for (const { message, pos } of file.#document.errors) {
      file.#report(pos[0], [], { code: "no-yaml", gaps: { why: message } });
    }
    return file.#document.errors.length > 0 ? null : file;
  }

  /** The node at a path; undefined where there is none. */
  nodeAt(path: Path): unknown {
    let node: unknown = this.#document.contents;
    for (const step of path) node = pairAt(node, step)?.value;
    return node;
  }

  /**
   * Records a problem on the line of the value at a path, or of the nearest value around it. With `words`, on the
   * line of their last occurrence in the value.
   */
  refuse<Code extends ProblemCode>(path: Path, code: Code, gaps: GapsOf<Code>, words?: string): void {
    this.#report(this.#lineOf(path, words), path, { code, gaps });
  }

  #lineOf(path: Path, words?: string): number {
    const parent = path.slice(0, -1);
    const last = path.at(-1);
    if (last === undefined) return startOf(this.#document.contents) ?? 0;
    const pair = pairAt(this.nodeAt(parent), last);
    const start = startOf(pair?.key) ?? startOf(pair?.value);
    if (start === undefined) return this.#lineOf(parent);
    const range = isNode(pair?.value) ? pair.value.range : undefined;
    const found = words && range ? this.#source.slice(range[0], range[1]).lastIndexOf(words) : -1;
    return range && found >= 0 ? range[0] + found : start;
  }

  #report(offset: number, path: Path, broken: BrokenRule): void {
    const line = Math.max(1, this.#lines.linePos(offset).line);
    this.#problems.push({ file: this.name, line, path, ...broken });
  }
}

/** The name of a file relative to where people are, as problems show it. */
export function nameOfFile(path: string): string {
  const name = relative(process.cwd(), path);
  return name === "" || name.startsWith("..") ? path : name;
}

function unreadable(name: string, error: NodeJS.ErrnoException): Problem {
  if (error.code === "ENOENT") return problemOfFile(name, "file-missing", {});
  return problemOfFile(name, "file-unreadable", { why: error.message });
}

/** The entry of a map or a list at one step; list entries have no key. */
function pairAt(node: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (!isSeq(node) || typeof step !== "number") return undefined;
  return step < node.items.length ? { key: undefined, value: node.items[step] } : undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
