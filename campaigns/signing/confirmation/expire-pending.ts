import type { Deps } from "../deps.ts";
import { endWaiting } from "./end-waiting.ts";

/** Ends the wait of entries that were not confirmed in time; returns how many. */
export async function expirePending(deps: Pick<Deps, "database" | "now">): Promise<number> {
  let ended = 0;
  const expired = deps.database.pending.find(
    { expiresAt: { $lte: deps.now() } },
    { projection: { entry: 1 } },
  );
  for await (const { _id: ref, entry } of expired) {
    // Who is asked to confirm has signed on the web.
    await endWaiting(deps, ref, { ...entry, channel: "web" }, "expired");
    ended += 1;
  }
  return ended;
}
