import { liftUnsubscribeAll } from "../../mail/suppression/lift-unsubscribe-all.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import { unseal } from "../../platform/sealing/seal.ts";
import type { Deps } from "../deps.ts";
import { findWaiting, type Waiting } from "./find-waiting.ts";
import { sendersOf } from "./news.ts";
import type { Consent } from "./open-preferences.ts";

/**
 * Changes what an unconfirmed signer agreed to; it applies once she confirms. Undefined when that line has no
 * pending entry (any more).
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
  // She has confirmed in the meantime: her consent is on the roll now, or will be soon.
  if (matchedCount === 0) return undefined;
  if (consent.updates || secretariat) {
    const { email } = unseal(deps.keys, pending.entry.person, pending.sealed);
    await liftUnsubscribeAll(deps, email, deps.now());
  }
  return { campaign };
}
