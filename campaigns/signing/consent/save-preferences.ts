import { liftUnsubscribeAll } from "../../mail/suppression/lift-unsubscribe-all.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { signedPetition } from "../../petitions/campaign-by-ordinal.ts";
import { personLength } from "../../petitions/person.ts";
import { unseal } from "../../platform/sealing/seal.ts";
import type { Deps } from "../deps.ts";
import { type HeldLink, openSignature } from "../withdrawal/open-withdrawal.ts";
import { changeConsent } from "./change-consent.ts";
import { newsOfToken, sendersOf, unsubscribePurpose } from "./news.ts";
import { type Consent, consentOf, openPreferences } from "./open-preferences.ts";

type ConsentDeps = Pick<Deps, "database" | "keys" | "now">;

/**
 * Changes what a signer agreed to; what it was before is kept with its end. A withdrawn signature agrees to nothing,
 * and a link that is not fresh changes nothing: `unchanged`. The secretariat has no consent of its own where the
 * petition is its. Somebody who had left everything and agrees to news here has come back.
 * @throws DomainError `link-unknown`.
 */
export async function savePreferences(
  deps: ConsentDeps,
  link: HeldLink,
  consent: Consent,
): Promise<{ kind: "saved" | "unchanged" }> {
  const { consent: shown } = await openPreferences(deps, link);
  if (!shown) return { kind: "unchanged" };
  const { campaign, signature } = await openSignature(deps, "preferences", link);
  const senders = sendersOf(signedPetition(campaign, signature));
  const secretariat = consent.secretariat && senders.includes("secretariat");
  await changeConsent(deps, signature, { ...consent, secretariat });
  if (signature.sealed && (consent.updates || secretariat)) {
    const { email } = unseal(deps.keys, signature._id.subarray(0, personLength), signature.sealed);
    await liftUnsubscribeAll(deps, email, deps.now());
  }
  return { kind: "saved" };
}

/**
 * Ends the mails that a link is for, of one sender or all; with `everything`, of all whatever the link is for. Nothing
 * else changes, and any link will do: its holder can only lessen what is mailed.
 * @throws DomainError `link-unknown`.
 */
export async function unsubscribe(
  deps: ConsentDeps,
  token: string,
  everything = false,
): Promise<{ campaign: Campaign }> {
  const ended = newsOfToken(deps.keys, token);
  const news = everything ? "all" : ended;
  const { campaign, signature } = await openSignature(deps, unsubscribePurpose[ended], { token });
  const before = consentOf(signature);
  await changeConsent(deps, signature, {
    updates: before.updates && news === "secretariat",
    secretariat: before.secretariat && news === "organisation",
  });
  return { campaign };
}
