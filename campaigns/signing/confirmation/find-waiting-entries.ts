import type { Deps } from "../deps.ts";
import type { Pending } from "./pending.model.ts";

/** A stranger may have made any number with her address: the newest stand for all, and each can be corrected. */
const mostShown = 50;

/** The entries of a mailbox that wait for a confirmation in a campaign, newest first. */
export function findWaitingEntries(
  { database, now }: Pick<Deps, "database" | "now">,
  person: Buffer,
): Promise<Pending[]> {
  return database.pending
    .find({ "entry.person": person, expiresAt: { $gt: now() } })
    .sort({ at: -1 })
    .limit(mostShown)
    .toArray();
}
