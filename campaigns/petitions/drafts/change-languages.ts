import type { Actor } from "../../audit/entry.model.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { isLocale, type Locale } from "../../platform/languages/languages.ts";
import type { Deps } from "../deps.ts";
import type { Draft } from "./draft.model.ts";
import { liveFiles, newTextFiles, textFiles } from "./draft-files.ts";
import { type DraftRef, filesToStore, type OpenDraft, openDraft } from "./open-draft.ts";
import { fileOf, passagesOf, plainOf } from "./passages.ts";
import { listAt, type Plain, type PlainFiles, withPlain } from "./plain.ts";
import { storeDraft } from "./store-draft.ts";

type Changing = Omit<DraftRef, "petition"> & { actor: Actor; language: Locale };
type ChangeDeps = Pick<Deps, "database" | "now">;

/**
 * Adds a language to a campaign's draft, with everything in it still to be translated. Once published, its words are
 * part of a new version of every petition.
 * @throws DomainError `not-found` when Intl knows no such language; `draft-changed` when the draft has it already.
 */
export async function addLanguage(deps: ChangeDeps, changing: Changing): Promise<void> {
  const { language } = changing;
  if (!isLocale(language)) throw notFound();
  const open = await openDraft(deps, { ...changing, petition: null });
  const name = fileOf(language);
  const [first] = textFiles(open.own);
  if (first === undefined || open.own.has(name)) throw changed();
  // A published petition's words stand in the campaign, not in the draft of its page.
  const model = open.merged.get(first);
  const files = new Map(open.own).set(name, emptied(model));
  const languages = [...listAt(files.get("campaign.yaml"), ["languages"]), language];
  await store(deps, open, changing, "petition.add-language", withLanguages(files, languages));
}

/**
 * Takes a language out of a draft that is not published in it.
 * @throws DomainError `not-found`; `draft-changed` when people see it already, or it is the only one.
 */
export async function dropLanguage(deps: ChangeDeps, changing: Changing): Promise<void> {
  const open = await openDraft(deps, { ...changing, petition: null });
  const name = fileOf(changing.language);
  if (!droppable(open).includes(name)) throw changed();
  const files = new Map(open.own);
  files.delete(name);
  const kept = listAt(files.get("campaign.yaml"), ["languages"]).filter((each) => each !== changing.language);
  await store(deps, open, changing, "petition.drop-language", withLanguages(files, kept));
}

/** The text files of a draft that can be taken out of it: people have not signed in their languages. */
export function droppable({ own, live }: Pick<OpenDraft, "own" | "live">): string[] {
  if (live) return newTextFiles(own, liveFiles(live));
  const [, ...others] = textFiles(own);
  return others;
}

/** The same texts without their words: lists keep their length, and what is the same in every language. */
function emptied(model: Plain | undefined): Plain {
  const words = passagesOf("en", model, null).filter(({ kind }) => kind === "line" || kind === "text");
  return words.reduce<Plain>(
    (file, { path, kind }) => withPlain(file, path, plainOf(kind, "")),
    model ?? null,
  );
}

function withLanguages(files: PlainFiles, languages: Plain[]): PlainFiles {
  return new Map(files).set("campaign.yaml", withPlain(files.get("campaign.yaml"), ["languages"], languages));
}

async function store(
  deps: ChangeDeps,
  { draft }: OpenDraft,
  { account, actor, language }: Changing,
  act: string,
  files: PlainFiles,
): Promise<void> {
  const { submitted: _, approved: __, ...kept } = draft;
  const edited = { account: account.id, organisation: account.organisation, at: deps.now() };
  const next: Draft = { ...kept, state: "draft", files: filesToStore(files), edited };
  if (!(await storeDraft(deps, next, { actor, act, details: { language } }))) throw changed();
}

function changed(): DomainError {
  return new DomainError("draft-changed", "Somebody changed this meanwhile: look at it again.");
}
