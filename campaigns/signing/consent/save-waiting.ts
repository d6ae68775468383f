import { liftUnsubscribeAll } from "../../mail/suppression/lift-unsubscribe-all.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import { unseal } from "../../platform/sealing/seal.ts";
import type { Deps } from "../deps.ts";
import { findWaiting, type Waiting } from "./find-waiting.ts";
import { sendersOf } from "./news.ts";
import type { Consent } from "./open-preferences.ts";

/**
 * Changes what somebody who has not confirmed yet agreed to; it holds from the confirmation on. Undefined when no entry
 * waits at that line (any more).
 */
export async function saveWaiting(
  deps: Pick<Deps, "database" | "keys" | "now">,
  ref: LineRef,
  consent: Consent,
): Promise<Pick<Waiting, "campaign"> | undefined> {
  const found = await findWaiting(deps, ref);
  if (!found) return undefined;
  const { campaign, petition, pending } = found;
  const secretariat = consent.secretariat && sendersOf(petition).includes("secretariat");
  const agreed = { updates: consent.updates, secretariat, showName: consent.showName };
  const paths = (wanted: boolean) =>
    Object.entries(agreed).flatMap(([field, yes]) => (yes === wanted ? [[`entry.${field}`, true]] : []));
  const { matchedCount } = await deps.database.pending.updateOne(
    { _id: ref },
    { $set: Object.fromEntries(paths(true)), $unset: Object.fromEntries(paths(false)) },
  );
  // She confirmed meanwhile: what she agrees to stands on the roll now, or soon.
  if (matchedCount === 0) return undefined;
  if (consent.updates || secretariat) {
    const { email } = unseal(deps.keys, pending.entry.person, pending.sealed);
    await liftUnsubscribeAll(deps, email, deps.now());
  }
  return { campaign };
}
