import type { MailEvent, MailEventKind } from "../mail/mail-event.model.ts";
import { suppress } from "../mail/suppression/suppress.ts";
import type { SuppressionEvidence } from "../mail/suppression/suppression.model.ts";
import type { Deps } from "./deps.ts";
import type { FoundPosted } from "./find-posted.ts";

/** What was told of a mail, or of an address. */
export type Told = {
  kind: MailEventKind;
  source: SuppressionEvidence["source"];
  status?: string | undefined;
};

type NoteDeps = Pick<Deps, "database" | "now">;

const day = 24 * 3600 * 1_000;

/** So many mails put off within so many days are as good as an address that is not there. */
const softBounces = { most: 5, within: 14 * day };

/**
 * Notes what was told of a mail: in its own entry, at a signature that waits for its confirmation, and, when it says that
 * mail is not wanted or can't be delivered, on the suppression list. `id` is the same whenever the same is told again;
 * told twice it changes nothing more.
 */
export async function noteMailEvent(
  deps: NoteDeps,
  id: string,
  told: Told,
  about: Partial<FoundPosted>,
): Promise<"noted" | "repeated"> {
  const { upsertedCount } = await deps.database.mailEvents.updateOne(
    { _id: id },
    { $setOnInsert: describe(deps, told, about) },
    { upsert: true },
  );
  // What follows is done for a repeat too: the first time may have ended in the middle.
  await markReturned(deps, told, about);
  if (about.key) await suppressFor(deps, told, about.key);
  return upsertedCount === 1 ? "noted" : "repeated";
}

function describe(
  { now }: NoteDeps,
  { kind, source, status }: Told,
  { key, letter, update, campaign, organisation }: Partial<FoundPosted>,
): Omit<MailEvent, "_id"> {
  return {
    kind,
    at: now(),
    source,
    ...(status !== undefined && { status }),
    ...(key && { key }),
    ...(letter !== undefined && { letter }),
    ...(update && { update }),
    ...(campaign !== undefined && { campaign }),
    ...(organisation !== undefined && { organisation }),
  };
}

/** The worst that was told of a mail stays: a complaint comes after, and no bounce follows one. */
async function markReturned(
  { database, now }: NoteDeps,
  { kind, status }: Told,
  { letter, dispatch, waiting }: Partial<FoundPosted>,
): Promise<void> {
  const returned = { kind, at: now(), ...(status !== undefined && { status }) };
  const unlessKnown = {
    "returned.kind": { $nin: [kind, ...(kind === "soft-bounce" ? ["hard-bounce"] : [])] },
  };
  if (letter !== undefined)
    await database.letters.updateOne({ _id: letter, ...unlessKnown }, { $set: { returned } });
  if (dispatch)
    await database.dispatches.updateOne({ _id: dispatch, ...unlessKnown }, { $set: { returned } });
  if (waiting) await database.pending.updateOne({ _id: waiting, ...unlessKnown }, { $set: { returned } });
}

async function suppressFor(deps: NoteDeps, { kind, source, status }: Told, key: Buffer): Promise<void> {
  const evidence = { source, ...(status !== undefined && { status }) };
  if (kind !== "soft-bounce") {
    await suppress(deps, key, kind, evidence);
    return;
  }
  const times = await countSoftBounces(deps, key);
  if (times >= softBounces.most) await suppress(deps, key, "hard-bounce", { ...evidence, times });
}

/** Those of the last days, and since somebody lifted a suppression. */
async function countSoftBounces({ database, now }: NoteDeps, key: Buffer): Promise<number> {
  const lifted = (await database.suppressions.findOne({ _id: key }))?.lifted?.at;
  const since = new Date(now().getTime() - softBounces.within);
  const after = lifted && lifted > since ? lifted : since;
  return database.mailEvents.countDocuments({ key, kind: "soft-bounce", at: { $gt: after } });
}
