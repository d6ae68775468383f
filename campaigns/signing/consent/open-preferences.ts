import type { Campaign, Petition } from "../../petitions/campaign.ts";
import { signedPetition } from "../../petitions/campaign-by-ordinal.ts";
import { readToken, type TokenPurpose } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { Signature } from "../roll/signature.model.ts";
import { openSignature } from "../withdrawal/open-withdrawal.ts";
import { findWaiting } from "./find-waiting.ts";
import { consentField, type News, newsOfToken, type Sender, sendersOf, unsubscribePurpose } from "./news.ts";

/** What a signer agreed to beyond signing: news from the petition's organisation, from the secretariat, and to be shown. */
export type Consent = { updates: boolean; secretariat: boolean; showName: boolean };

/**
 * Opens the page behind a preferences link, also of an entry that waits for its confirmation; nothing changes.
 * @throws DomainError `link-unknown`.
 */
export async function openPreferences(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
): Promise<{ campaign: Campaign; petition: Petition; consent: Consent; waiting: boolean }> {
  const { campaign, petition, signed, waiting } = await openSigned(deps, "preferences", token);
  return { campaign, petition, consent: consentOf(signed), waiting };
}

/**
 * Opens the page behind an unsubscribe link; nothing changes. Says whose news the link ends, who sends any, and whether
 * the signature still waits for its confirmation.
 * @throws DomainError `link-unknown`.
 */
export async function openUnsubscribe(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
): Promise<{ campaign: Campaign; petition: Petition; news: News; subscribed: Sender[]; waiting: boolean }> {
  const news = newsOfToken(deps.keys, token);
  const { campaign, petition, signed, waiting } = await openSigned(deps, unsubscribePurpose[news], token);
  const subscribed = sendersOf(petition).filter((sender) => signed[consentField[sender]] === true);
  return { campaign, petition, news, subscribed, waiting };
}

type Signed = Pick<Signature, "updates" | "secretariat" | "showName">;

/** What stands behind a link: the entry while it waits for its confirmation, then the signature. */
async function openSigned(
  deps: Pick<Deps, "database" | "keys">,
  purpose: TokenPurpose,
  token: string,
): Promise<{ campaign: Campaign; petition: Petition; signed: Signed; waiting: boolean }> {
  const found = await findWaiting(deps, readToken(deps.keys, purpose, token));
  if (found) {
    const { campaign, petition, pending } = found;
    return { campaign, petition, signed: pending.entry, waiting: true };
  }
  const { campaign, signature } = await openSignature(deps, purpose, token);
  return { campaign, petition: signedPetition(campaign, signature), signed: signature, waiting: false };
}

/** What a signature agrees to. */
export function consentOf({ updates, secretariat, showName }: Signed): Consent {
  return { updates: updates === true, secretariat: secretariat === true, showName: showName === true };
}
