import type { Campaign, Petition } from "../../petitions/campaign.ts";
import { signedPetition } from "../../petitions/campaign-by-ordinal.ts";
import { type LineRef, readLink, type TokenPurpose } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { Signature } from "../roll/signature.model.ts";
import { type HeldLink, openSignature } from "../withdrawal/open-withdrawal.ts";
import { findWaiting } from "./find-waiting.ts";
import { consentField, type News, newsOfToken, type Sender, sendersOf, unsubscribePurpose } from "./news.ts";

/** What a signer agreed to beyond signing: news from the petition's organisation, and from the secretariat. */
export type Consent = { updates: boolean; secretariat: boolean };

/** How it stands with the signature behind a link: it waits for its confirmation, is on the roll, or was taken back. */
export type LinkState = "waiting" | "counted" | "withdrawn";

/** What stands behind a link that ends or changes news. */
type Opened = { campaign: Campaign; petition: Petition; state: LinkState };

/**
 * Opens the page behind a preferences link, also of an entry that waits for its confirmation; nothing changes. What she
 * agreed to is told only by a fresh link, or in the browser that confirmed.
 * @throws DomainError `link-unknown`.
 */
export async function openPreferences(
  deps: Pick<Deps, "database" | "keys" | "now">,
  link: HeldLink,
): Promise<Opened & { consent?: Consent }> {
  const { signed, mayAct, ...opened } = await openSigned(deps, "preferences", link);
  return { ...opened, ...(mayAct && { consent: consentOf(signed) }) };
}

/**
 * Opens the page behind an unsubscribe link; nothing changes. Says whose news the link ends, and whether they are on.
 * @throws DomainError `link-unknown`.
 */
export async function openUnsubscribe(
  deps: Pick<Deps, "database" | "keys" | "now">,
  token: string,
): Promise<Opened & { news: News; isOn: boolean }> {
  const news = newsOfToken(deps.keys, token);
  const { signed, mayAct: _, ...opened } = await openSigned(deps, unsubscribePurpose[news], { token });
  const ended: Sender[] = news === "all" ? sendersOf(opened.petition) : [news];
  return { ...opened, news, isOn: ended.some((sender) => signed[consentField[sender]] === true) };
}

type Signed = Pick<Signature, "updates" | "secretariat">;

/** What a link is about: the pending entry, and later the signature. */
async function openSigned(
  deps: Pick<Deps, "database" | "keys" | "now">,
  purpose: TokenPurpose,
  link: HeldLink,
): Promise<Opened & { signed: Signed; mayAct: boolean }> {
  const ref: LineRef = readLink(deps, purpose, link.token).ref;
  const found = await findWaiting(deps, ref);
  if (found) {
    const { campaign, petition, pending } = found;
    return { campaign, petition, signed: pending.entry, state: "waiting", mayAct: false };
  }
  const { campaign, signature, mayAct } = await openSignature(deps, purpose, link);
  const petition = signedPetition(campaign, signature);
  const { state } = signature;
  return { campaign, petition, signed: signature, state, mayAct: mayAct && state === "counted" };
}

/** What a signature agrees to. */
export function consentOf({ updates, secretariat }: Signed): Consent {
  return { updates: updates === true, secretariat: secretariat === true };
}
