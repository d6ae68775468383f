import { textFiles } from "./draft-files.ts";
import { emptyEntry, type ListName, type Part, pathOfList } from "./passages.ts";
import { listAt, type Plain, type PlainFiles, plainAt, withPlain } from "./plain.ts";

const pageLists = ["why", "facts", "runBy", "handovers", "corrections", "shares"] as const;

/**
 * Adds an empty entry to a list, in every language; a new source also gets its line in every language's list of
 * sources.
 */
export function addEntry(files: PlainFiles, name: ListName, now: Date): PlainFiles {
  const today = now.toISOString().slice(0, 10);
  const changed = new Map(files);
  const add = (file: string, list: ListName) => {
    const path = pathOfList(list);
    const entries = listAt(changed.get(file), path);
    const more = [...entries, emptyEntry(list, entries.length, today)];
    changed.set(file, withPlain(changed.get(file), path, more));
  };
  if (name === "sources") add("sources.yaml", "sources");
  for (const file of textFiles(files)) add(file, name === "sources" ? "citations" : name);
  return changed;
}

/**
 * Removes, in every language, the entries whose words were cleared in the first language; of the sources only the
 * last ones, because marks refer to the others by number.
 */
export function tidyLists(files: PlainFiles, part: Part): PlainFiles {
  return part === "sources" ? tidySources(files) : pageLists.reduce(tidyList, files);
}

function tidyList(files: PlainFiles, list: ListName): PlainFiles {
  const [first, ...others] = textFiles(files);
  if (!first) return files;
  const path = pathOfList(list);
  const entries = listAt(files.get(first), path);
  // An entry that was just added is empty in every language: it stays until it has had contents.
  const isGone = (index: number) =>
    isEmpty(entries[index]) && others.some((name) => !isEmpty(listAt(files.get(name), path)[index]));
  const changed = new Map(files);
  for (const name of [first, ...others]) {
    const kept = listAt(files.get(name), path).filter((_, index) => !isGone(index));
    if (kept.length < listAt(files.get(name), path).length)
      changed.set(name, withPlain(changed.get(name), path, kept));
  }
  return changed;
}

function tidySources(files: PlainFiles): PlainFiles {
  const sources = listAt(files.get("sources.yaml"), ["sources"]);
  const last = sources.findLastIndex((source) => !isEmpty(source));
  // One empty source at the end may have just been added.
  if (sources.length - last <= 2) return files;
  const changed = new Map(files);
  changed.set("sources.yaml", withPlain(files.get("sources.yaml"), ["sources"], sources.slice(0, last + 1)));
  for (const name of textFiles(files)) {
    const path = pathOfList("citations");
    const citations = listAt(files.get(name), path).slice(0, last + 1);
    changed.set(name, withPlain(files.get(name), path, citations));
  }
  return changed;
}

/** Tells whether an entry has no words; numbers, dates and marks don't count as words. */
function isEmpty(entry: Plain | undefined): boolean {
  if (typeof entry === "string") return entry === "";
  const words = ["figure", "label", "name", "text", "when", "title", "was", "section", "document", "credit"];
  return words.every((key) => (plainAt(entry, [key]) ?? "") === "");
}
