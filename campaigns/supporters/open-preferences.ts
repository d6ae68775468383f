import type { Deps } from "../deps.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { openSignature } from "../sheets/open-withdrawal.ts";

/** What a signer agreed to beyond signing. */
export type Consent = { updates: boolean; showName: boolean };

/** Opens the page behind a preferences link; nothing changes. @throws DomainError `link-unknown`. */
export async function openPreferences(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
): Promise<{ campaign: Campaign; consent: Consent }> {
  const { campaign, signature } = await openSignature(deps, "preferences", token);
  return {
    campaign,
    consent: { updates: signature.updates === true, showName: signature.showName === true },
  };
}

/** Opens the page behind an unsubscribe link; nothing changes. @throws DomainError `link-unknown`. */
export async function openUnsubscribe(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
): Promise<{ campaign: Campaign; subscribed: boolean }> {
  const { campaign, signature } = await openSignature(deps, "unsubscribe", token);
  return { campaign, subscribed: signature.updates === true };
}
