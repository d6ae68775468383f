import type { Campaign, Petition } from "../../petitions/campaign.ts";
import { signedPetition } from "../../petitions/campaign-by-ordinal.ts";
import { makeToken } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { Signature } from "../roll/signature.model.ts";
import { type HeldLink, openSignature } from "../withdrawal/open-withdrawal.ts";
import { type News, newsOfToken, unsubscribePurpose } from "./news.ts";

/** What a signer agreed to beyond signing: news from the petition's organisation, and from the secretariat. */
export type Consent = { updates: boolean; secretariat: boolean };

/** What stands behind a link that ends or changes news. */
type Opened = { campaign: Campaign; petition: Petition };

/**
 * Opens the page behind a preferences link; nothing changes. What she agreed to, her receipt, and that she took her
 * signature back are told only by a fresh link, or in the browser that confirmed.
 * @throws DomainError `link-unknown`.
 */
export async function openPreferences(
  deps: Pick<Deps, "database" | "keys" | "now">,
  link: HeldLink,
): Promise<Opened & { consent?: Consent; receipt?: string; isWithdrawn: boolean }> {
  const { campaign, signature, found, mayAct } = await openSignature(deps, "preferences", link);
  if (!mayAct) return { campaign, petition: signedPetition(campaign, found.line), isWithdrawn: false };
  const isWithdrawn = signature.state === "withdrawn";
  const petition = signedPetition(campaign, signature);
  if (isWithdrawn) return { campaign, petition, isWithdrawn };
  const receipt = makeToken(deps.keys, "receipt", found.ref);
  return { campaign, petition, isWithdrawn, consent: consentOf(signature), receipt };
}

/**
 * Opens the page behind an unsubscribe link; nothing changes. It says whose news the link ends, and nothing of the
 * signature: the mail may have been passed on.
 * @throws DomainError `link-unknown`.
 */
export async function openUnsubscribe(
  deps: Pick<Deps, "database" | "keys" | "now">,
  token: string,
): Promise<Opened & { news: News }> {
  const news = newsOfToken(deps.keys, token);
  const { campaign, found } = await openSignature(deps, unsubscribePurpose[news], { token });
  return { campaign, petition: signedPetition(campaign, found.line), news };
}

/** What a signature agrees to. */
export function consentOf({ updates, secretariat }: Pick<Signature, "updates" | "secretariat">): Consent {
  return { updates: updates === true, secretariat: secretariat === true };
}
