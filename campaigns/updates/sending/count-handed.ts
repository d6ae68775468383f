import type { mongo, Types } from "mongoose";
import type { Verdict } from "../../mail/judge-refusal.ts";
import type { Ground } from "../../mail/refusal-words.ts";
import type { Deps } from "../deps.ts";
import type { Handed, ProviderShare } from "../provider-share.model.ts";
import { pauseForRefusals } from "./pause-for-refusals.ts";

type CountDeps = Pick<Deps, "database" | "now">;

/**
 * An update is paused when one provider refuses so many of the last so many mails because of us. One in twenty is ten
 * times what a good sender sees, and where big providers begin to refuse everything; twenty-five of them show that it
 * is no single mail, and are few enough to be sent again. What was refused does not count for longer than the mails
 * around it.
 */
export const refusalLimit = { refused: 25, of: 500 };

/**
 * Whether a refusal counts for that pause. What is for now only counts where a server says that it distrusts us:
 * greylists and limits of the moment pass by themselves.
 */
export function countsAgainstUs({ kind, ground, isFinal }: Verdict): boolean {
  return kind === "about-us" && (isFinal || ground === "reputation" || ground === "authentication");
}

/** Mails of an update that one provider was given, and the ground of the last refusal because of us. */
export type HandedToProvider = Handed & { ground?: Ground | undefined };

/**
 * Counts what providers were given of an update, and pauses it where one refuses too much. A worker that dies may leave
 * some uncounted: by the counts nothing is decided but that pause.
 */
export async function countHanded(
  deps: CountDeps,
  update: Types.ObjectId,
  byProvider: ReadonlyMap<string, HandedToProvider>,
): Promise<void> {
  if (byProvider.size === 0) return;
  const at = deps.now();
  await deps.database.providerShares.bulkWrite(
    Array.from(byProvider, ([provider, { handed, refused }]) => ({
      updateOne: {
        filter: { _id: { update, provider } },
        update: [{ $set: addedUp({ handed, refused }, at) }],
        upsert: true,
      },
    })),
    { ordered: false },
  );
  for (const [provider, { refused, ground }] of byProvider)
    if (refused > 0) await pauseAtLimit(deps, update, provider, ground);
}

/**
 * Counts a refusal that came back later, of a mail sent at that moment: it was given to the provider already. One of
 * before the last pause says nothing new.
 */
export async function countRefusedLater(
  deps: CountDeps,
  {
    update,
    provider,
    sentAt,
    ground,
  }: { update: Types.ObjectId; provider: string; sentAt: Date; ground: Ground },
): Promise<void> {
  const { matchedCount } = await deps.database.providerShares.updateOne(
    { _id: { update, provider }, "recent.since": { $lte: sentAt } },
    { $inc: { refused: 1, "recent.refused": 1 } },
  );
  if (matchedCount > 0) await pauseAtLimit(deps, update, provider, ground);
}

/** The counts with some more; the recent ones start over once they are of as many mails as are looked at. */
function addedUp(more: Handed, at: Date): mongo.Document {
  const sum = (field: string, by: number) => ({ $add: [{ $ifNull: [`$${field}`, 0] }, by] });
  const isFull = { $gte: [{ $ifNull: ["$recent.handed", refusalLimit.of] }, refusalLimit.of] };
  const afresh = (field: "handed" | "refused") => ({
    $cond: [isFull, more[field], sum(`recent.${field}`, more[field])],
  });
  return {
    handed: sum("handed", more.handed),
    refused: sum("refused", more.refused),
    recent: {
      handed: afresh("handed"),
      refused: afresh("refused"),
      since: { $ifNull: ["$recent.since", new Date(0)] },
    },
    at,
  };
}

async function pauseAtLimit(
  deps: CountDeps,
  update: Types.ObjectId,
  provider: string,
  ground: Ground | undefined,
): Promise<void> {
  const share: ProviderShare | null = await deps.database.providerShares.findOne({
    _id: { update, provider },
  });
  if (!share || share.recent.refused < refusalLimit.refused) return;
  const { handed, refused } = share.recent;
  await pauseForRefusals(deps, update, { provider, ground: ground ?? "policy", handed, refused });
}
