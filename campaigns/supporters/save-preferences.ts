import type { Deps } from "../deps.ts";
import type { Campaign } from "../petitions/campaign.ts";
import type { Signature } from "../roll/signature.model.ts";
import { openSignature } from "../sheets/open-withdrawal.ts";
import type { Consent } from "./open-preferences.ts";

type ConsentDeps = Pick<Deps, "database" | "keys" | "now">;

/**
 * Changes what a signer agreed to; what it was before is kept with its end. A withdrawn signature agrees to nothing.
 * @throws DomainError `link-unknown`.
 */
export async function savePreferences(
  deps: ConsentDeps,
  token: string,
  consent: Consent,
): Promise<{ campaign: Campaign }> {
  const { campaign, signature } = await openSignature(deps, "preferences", token);
  await changeConsent(deps, signature, consent);
  return { campaign };
}

/** Ends the mails of a campaign to one supporter, and nothing else. @throws DomainError `link-unknown`. */
export async function unsubscribe(deps: ConsentDeps, token: string): Promise<{ campaign: Campaign }> {
  const { campaign, signature } = await openSignature(deps, "unsubscribe", token);
  await changeConsent(deps, signature, { updates: false, showName: signature.showName === true });
  return { campaign };
}

async function changeConsent(deps: ConsentDeps, signature: Signature, consent: Consent): Promise<void> {
  const before = { updates: signature.updates === true, showName: signature.showName === true };
  if (before.updates === consent.updates && before.showName === consent.showName) return;
  const set = {
    ...(consent.updates && { updates: true as const }),
    ...(consent.showName && { showName: true as const }),
  };
  const unset = {
    ...(!consent.updates && { updates: "" as const }),
    ...(!consent.showName && { showName: "" as const }),
  };
  await deps.database.signatures.updateOne(
    { _id: signature._id, state: "counted" },
    { $set: set, $unset: unset, $push: { pastConsents: { ...before, until: deps.now() } } },
  );
}
