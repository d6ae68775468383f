import type { Deps } from "../deps.ts";
import { type RecountKind, recountKey } from "./recount-note.model.ts";

/** Stores the result of a campaign's recount, replacing the previous one. */
export async function noteRecount(
  { database, now }: Pick<Deps, "database" | "now">,
  campaign: string,
  against: RecountKind,
  drift: number,
): Promise<void> {
  await database.recounts.updateOne(
    { _id: recountKey(campaign, against) },
    { $set: { campaign, against, at: now(), drift } },
    { upsert: true },
  );
}
