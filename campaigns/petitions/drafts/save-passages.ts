import type { Actor } from "../../audit/entry.model.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Deps } from "../deps.ts";
import type { Draft } from "./draft.model.ts";
import { textFiles } from "./draft-files.ts";
import { addEntry, tidyLists } from "./edit-lists.ts";
import { type DraftRef, filesToStore, type OpenDraft, openDraft } from "./open-draft.ts";
import { fileOf, type ListName, markOf, type Part, type Passage, passagesOf, plainOf } from "./passages.ts";
import { type PlainFiles, withPlain } from "./plain.ts";
import { storeDraft } from "./store-draft.ts";

/** A text as a form sent it; `was` is the hash of the text that the form showed. */
export type SentPassage = { text: string; was: string };

/** A text that somebody else changed while this one was being written. */
export type Conflict = { key: string; mine: string; theirs: string };

/** The result of a save; when it is `refused` or in `conflict`, nothing was stored. */
export type SaveOutcome =
  | { kind: "saved"; changed: number }
  | { kind: "conflict"; conflicts: Conflict[]; by: Draft["edited"] }
  | { kind: "refused"; tooLong: { key: string; longest: number }[] };

type Save = DraftRef & {
  actor: Actor;
  part: Part;
  passages: ReadonlyMap<string, SentPassage>;
  /** A list that gets another entry. */
  add?: ListName | undefined;
};

/** How often a save is retried while others save other texts of the same draft. */
const mostTries = 20;

/**
 * Saves texts of a draft, each independently: two people may work on one draft at once, and only somebody
 * overwriting a text that changed in the meantime is told. The result has to be submitted again.
 * @throws DomainError `not-found`, `database-unavailable`, `storage-full` or `too-many`.
 */
export async function savePassages(deps: Pick<Deps, "database" | "now">, save: Save): Promise<SaveOutcome> {
  for (let turn = 0; turn < mostTries; turn += 1) {
    const open = await openDraft(deps, save);
    const outcome = merge(open, save, deps.now());
    if (outcome.kind !== "merged") return outcome;
    const { changed, files } = outcome;
    if (changed === 0 && !save.add) return { kind: "saved", changed };
    const entry = { actor: save.actor, act: "petition.edit", details: { part: save.part, changed } };
    if (await storeDraft(deps, edited(deps, open.draft, save, files), entry))
      return { kind: "saved", changed };
  }
  throw new DomainError("too-many", "Many people save this at once: nothing was stored. Save it again.");
}

function edited(deps: Pick<Deps, "now">, draft: Draft, { account }: Save, files: PlainFiles): Draft {
  const { submitted: _, approved: __, note, ...kept } = draft;
  const by = { account: account.id, organisation: account.organisation, at: deps.now() };
  return { ...kept, state: "draft", files: filesToStore(files), edited: by, ...(note && { note }) };
}

type Merged = { kind: "merged"; changed: number; files: PlainFiles };

function merge({ draft, own }: OpenDraft, save: Save, now: Date): SaveOutcome | Merged {
  const name = fileOf(save.part);
  const standing = passagesOf(save.part, own.get(name), draft.petition);
  const sent = standing.flatMap((passage) => {
    const given = save.passages.get(passage.key);
    return given && markOf(given.text) !== markOf(passage.text) ? [{ passage, given }] : [];
  });
  const tooLong = sent.filter(({ passage, given }) => given.text.trim().length > passage.longest);
  if (tooLong.length > 0) {
    return { kind: "refused", tooLong: tooLong.map(({ passage }) => passage) };
  }
  // Somebody who left a text unchanged does not want to restore an older one.
  const mine = sent.filter(({ given }) => given.was !== markOf(given.text));
  const conflicts = mine.filter(({ passage, given }) => given.was !== markOf(passage.text));
  const all = [...conflicts.map(show), ...gone(save.passages, standing)];
  if (all.length > 0) return { kind: "conflict", conflicts: all, by: draft.edited };
  let files: PlainFiles = own;
  for (const { passage, given } of mine) files = put(files, save.part, passage, given.text);
  const isFirst = save.part === "sources" || textFiles(own)[0] === name;
  if (isFirst) files = tidyLists(files, save.part);
  if (save.add && isFirst) files = addEntry(files, save.add, now);
  return { kind: "merged", changed: mine.length, files };
}

function show({ passage, given }: { passage: Passage; given: SentPassage }): Conflict {
  return { key: passage.key, mine: given.text, theirs: passage.text };
}

/** Texts that were edited while somebody removed what they belong to. */
function gone(passages: Save["passages"], standing: readonly Passage[]): Conflict[] {
  const keys = new Set(standing.map(({ key }) => key));
  return Array.from(passages, ([key, { text, was }]) => ({ key, mine: text, theirs: "", was })).filter(
    ({ key, mine, was }) => !keys.has(key) && was !== markOf(mine),
  );
}

/** Words belong to one language; a fact's source and whether a stage is ongoing are the same in all. */
function put(files: PlainFiles, part: Part, passage: Passage, text: string): PlainFiles {
  const isShared = passage.kind === "source" || passage.kind === "flag" || passage.kind === "day";
  const names = part !== "sources" && isShared ? textFiles(files) : [fileOf(part)];
  const changed = new Map(files);
  for (const name of names) {
    changed.set(name, withPlain(files.get(name), passage.path, plainOf(passage.kind, text)));
  }
  return changed;
}
