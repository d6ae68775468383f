import type { Deps } from "../deps.ts";
import { endWaiting } from "./end-waiting.ts";

/** Ends the wait of entries that were not confirmed in time; returns how many. */
export async function expirePending(deps: Pick<Deps, "database" | "now">): Promise<number> {
  let ended = 0;
  const expired = deps.database.pending.find({ expiresAt: { $lte: deps.now() } }, { projection: { _id: 1 } });
  for await (const { _id: ref } of expired) {
    await endWaiting(deps, ref, "expired");
    ended += 1;
  }
  return ended;
}
