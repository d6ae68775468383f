import type { MailEventKind } from "../outbox/returned.ts";
import { day } from "../platform/durations.ts";
import type { Deps } from "./deps.ts";
import { groundsTowardsDead } from "./judge-refusal.ts";
import type { MailEvent } from "./mail-event.model.ts";
import type { Ground } from "./refusal-words.ts";
import { suppress } from "./suppression/suppress.ts";
import type { SuppressionEvidence } from "./suppression/suppression.model.ts";

/** What was reported about a mail, or about an address. */
export type Told = {
  kind: MailEventKind;
  source: SuppressionEvidence["source"];
  status?: string | undefined;
  /** Of a refusal, what it speaks of. */
  ground?: Ground | undefined;
};

/** The mail it was told of, and whose address that went to, as far as they are known. */
export type EventSubject = {
  [part in "key" | "provider" | "letter" | "update" | "campaign" | "organisation"]?:
    | MailEvent[part]
    | undefined;
};

type NoteDeps = Pick<Deps, "database" | "now">;

/** So many mails put off by a mailbox within so many days are as good as an address that is not there. */
const softBounces = { most: 5, within: 14 * day };

/**
 * Notes what was told of a mail in its own entry and, when it says that mail is not wanted or can't be delivered, on
 * the suppression list. `id` is the same whenever the same is told again; told twice it changes nothing more.
 */
export async function noteMailEvent(
  deps: NoteDeps,
  id: string,
  told: Told,
  about: EventSubject,
): Promise<"recorded" | "repeated"> {
  const { upsertedCount } = await deps.database.mailEvents.updateOne(
    { _id: id },
    { $setOnInsert: describe(deps, told, about) },
    { upsert: true },
  );
  // The rest is done for a repeat too: the first time may have been interrupted halfway.
  if (about.key) await suppressFor(deps, told, { ...about, key: about.key });
  return upsertedCount === 1 ? "recorded" : "repeated";
}

function describe(
  { now }: NoteDeps,
  { kind, source, status, ground }: Told,
  { key, provider, letter, update, campaign, organisation }: EventSubject,
): Omit<MailEvent, "_id"> {
  return {
    kind,
    at: now(),
    source,
    ...(status !== undefined && { status }),
    ...(ground && { ground }),
    ...(key && { key }),
    ...(provider !== undefined && { provider }),
    ...(letter !== undefined && { letter }),
    ...(update && { update }),
    ...(campaign !== undefined && { campaign }),
    ...(organisation !== undefined && { organisation }),
  };
}

/** What speaks of us is no reason to suppress anybody, however often it is told. */
async function suppressFor(
  deps: NoteDeps,
  { kind, source, status }: Told,
  { key, provider }: EventSubject & { key: Buffer },
): Promise<void> {
  if (kind === "about-us") return;
  const evidence = {
    source,
    ...(status !== undefined && { status }),
    ...(provider !== undefined && { provider }),
  };
  if (kind !== "soft-bounce") {
    await suppress(deps, key, kind, evidence);
    return;
  }
  const times = await countSoftBounces(deps, key);
  if (times >= softBounces.most) await suppress(deps, key, "hard-bounce", { ...evidence, times });
}

/** Those of the last days, and since a suppression was lifted. */
async function countSoftBounces({ database, now }: NoteDeps, key: Buffer): Promise<number> {
  const lifted = (await database.suppressions.findOne({ _id: key }))?.lifted?.at;
  const since = new Date(now().getTime() - softBounces.within);
  const after = lifted && lifted > since ? lifted : since;
  const ground = { $in: [...groundsTowardsDead] };
  return database.mailEvents.countDocuments({ key, kind: "soft-bounce", ground, at: { $gt: after } });
}
