import { type MailEventKind, mailEventKinds } from "../mail/mail-event.model.ts";
import { noteMailEvent, type Told } from "../mail/note-mail-event.ts";
import type { Deps } from "./deps.ts";
import type { FoundPosted } from "./find-posted.ts";

type NoteDeps = Pick<Deps, "database" | "now">;

/**
 * Notes what came back of a mail: at the mail, at the entry that waits for a confirmation, among what was told, and where it
 * must be on the suppression list. `id` is the same whenever the same is told again; told twice it changes nothing more.
 */
export async function noteReturned(
  deps: NoteDeps,
  id: string,
  told: Told,
  about: Partial<FoundPosted>,
): Promise<"noted" | "repeated"> {
  await markReturned(deps, told, about);
  return noteMailEvent(deps, id, told, about);
}

/** The worst that was told of a mail stays: a complaint comes after, and no bounce follows one. */
async function markReturned(
  { database, now }: NoteDeps,
  { kind, status }: Told,
  { letter, dispatch, waiting }: Partial<FoundPosted>,
): Promise<void> {
  const returned = { kind, at: now(), ...(status !== undefined && { status }) };
  const unlessKnown = { "returned.kind": { $nin: asBad(kind) } };
  if (letter !== undefined)
    await database.letters.updateOne({ _id: letter, ...unlessKnown }, { $set: { returned } });
  if (dispatch)
    await database.dispatches.updateOne({ _id: dispatch, ...unlessKnown }, { $set: { returned } });
  if (waiting) await database.pending.updateOne({ _id: waiting, ...unlessKnown }, { $set: { returned } });
}

/** That kind, and those that are worse. */
function asBad(kind: MailEventKind): MailEventKind[] {
  return mailEventKinds.slice(mailEventKinds.indexOf(kind));
}
