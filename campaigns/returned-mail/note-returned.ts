import { countedProvider } from "../mail/mail-provider.ts";
import { noteMailEvent, type Told } from "../mail/note-mail-event.ts";
import { unlessAsBad } from "../outbox/returned.ts";
import { countRefusedLater } from "../updates/sending/count-handed.ts";
import type { Deps } from "./deps.ts";
import type { FoundPosted } from "./find-posted.ts";

type NoteDeps = Pick<Deps, "database" | "now">;

/**
 * Notes what came back of a mail: at the mail, at the entries that wait for a confirmation, among what was told, and
 * where it must be on the suppression list; what speaks of us counts for the pause of an update. `id` is the same
 * whenever the same is told again; told twice it changes nothing more.
 */
export async function noteReturned(
  deps: NoteDeps,
  id: string,
  told: Told,
  about: Partial<FoundPosted>,
): Promise<"recorded" | "repeated"> {
  await markReturned(deps, told, about);
  const recorded = await noteMailEvent(deps, id, told, about);
  if (recorded === "recorded" && told.kind === "about-us") await countRefusal(deps, told, about);
  return recorded;
}

async function countRefusal(
  deps: NoteDeps,
  { ground = "policy" }: Told,
  { update, provider, sentAt }: Partial<FoundPosted>,
): Promise<void> {
  if (!update || provider === undefined || !sentAt) return;
  await countRefusedLater(deps, { update, provider: countedProvider(provider), sentAt, ground });
}

async function markReturned(
  { database, now }: NoteDeps,
  { kind, status }: Told,
  { letter, dispatch, asked }: Partial<FoundPosted>,
): Promise<void> {
  const returned = { kind, at: now(), ...(status !== undefined && { status }) };
  const unlessKnown = unlessAsBad(kind);
  if (letter !== undefined) {
    // What went as one letter came back as one.
    const one = asked ? { person: asked.person, $or: [{ _id: letter }, { with: letter }] } : { _id: letter };
    await database.letters.updateMany({ ...one, ...unlessKnown }, { $set: { returned } });
  }
  if (dispatch)
    await database.dispatches.updateOne({ _id: dispatch, ...unlessKnown }, { $set: { returned } });
  if (asked) {
    const waited = { "entry.person": asked.person, at: { $lte: asked.until } };
    await database.pending.updateMany({ ...waited, ...unlessKnown }, { $set: { returned } });
  }
}
