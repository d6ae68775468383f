import type { Deps } from "../deps.ts";
import type { Campaign, Petition } from "../petitions/campaign.ts";
import { signedPetition } from "../petitions/campaign-by-ordinal.ts";
import type { Signature } from "../roll/signature.model.ts";
import { openSignature } from "../sheets/open-withdrawal.ts";
import { consentField, type News, newsOfToken, type Sender, sendersOf, unsubscribePurpose } from "./news.ts";

/** What a signer agreed to beyond signing: news from the petition's organisation, from the secretariat, and to be shown. */
export type Consent = { updates: boolean; secretariat: boolean; showName: boolean };

/** Opens the page behind a preferences link; nothing changes. @throws DomainError `link-unknown`. */
export async function openPreferences(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
): Promise<{ campaign: Campaign; petition: Petition; consent: Consent }> {
  const { campaign, signature } = await openSignature(deps, "preferences", token);
  return { campaign, petition: signedPetition(campaign, signature), consent: consentOf(signature) };
}

/**
 * Opens the page behind an unsubscribe link; nothing changes. Says whose news the link ends, and who sends any.
 * @throws DomainError `link-unknown`.
 */
export async function openUnsubscribe(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
): Promise<{ campaign: Campaign; petition: Petition; news: News; subscribed: Sender[] }> {
  const news = newsOfToken(deps.keys, token);
  const { campaign, signature } = await openSignature(deps, unsubscribePurpose[news], token);
  const petition = signedPetition(campaign, signature);
  const subscribed = sendersOf(petition).filter((sender) => signature[consentField[sender]] === true);
  return { campaign, petition, news, subscribed };
}

/** What a signature agrees to. */
export function consentOf({ updates, secretariat, showName }: Signature): Consent {
  return { updates: updates === true, secretariat: secretariat === true, showName: showName === true };
}
