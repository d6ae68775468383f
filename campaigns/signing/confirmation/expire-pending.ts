import type { Deps } from "../deps.ts";
import { endWaiting } from "./end-waiting.ts";

/** Ends the wait of entries that were not confirmed in time; returns how many. */
export function expirePending(deps: Pick<Deps, "database" | "now">): Promise<number> {
  return endWaiting(deps, { expiresAt: { $lte: deps.now() } }, "expired");
}
