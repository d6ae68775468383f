import { secretariat } from "../../access/secretariat.ts";
import { suppress } from "../../mail/suppression/suppress.ts";
import type { Campaign, Petition } from "../../petitions/campaign.ts";
import { campaignByOrdinal, signedPetition } from "../../petitions/campaign-by-ordinal.ts";
import { listCampaigns } from "../../petitions/find-campaign.ts";
import { campaignMailbox, personLength } from "../../petitions/person.ts";
import type { TokenPurpose } from "../../platform/sealing/line-tokens.ts";
import { unseal } from "../../platform/sealing/seal.ts";
import { mailboxKey } from "../../texts/mailbox-key.ts";
import type { Deps } from "../deps.ts";
import { findInMailboxes } from "../roll/find-in-mailboxes.ts";
import type { Signature } from "../roll/signature.model.ts";
import { openSignature } from "../withdrawal/open-withdrawal.ts";
import { changeConsent } from "./change-consent.ts";
import type { Sender } from "./news.ts";
import { consentOf } from "./open-preferences.ts";

/** How much somebody unsubscribes from: one sender of her petition's news, in all campaigns; or everything. */
export type UnsubscribeFrom = Sender | "everything";

type StopDeps = Pick<Deps, "database" | "keys" | "now">;

/**
 * Stops the news of an organisation, or all news, in every campaign that the mailbox behind a link has signed; in a
 * shared mailbox this applies to both people. Signatures still count. With
 * `everything` the address is suppressed too, so that mails already queued are not sent, and whatever is agreed to
 * elsewhere has no effect until she agrees again herself.
 * @throws DomainError `link-unknown`.
 */
export async function stopNews(
  deps: StopDeps,
  purpose: TokenPurpose,
  token: string,
  from: UnsubscribeFrom,
): Promise<{ campaign: Campaign; petition: Petition }> {
  const { campaign, signature } = await openSignature(deps, purpose, { token });
  const petition = signedPetition(campaign, signature);
  const { _id, sealed } = signature;
  const email = sealed && unseal(deps.keys, _id.subarray(0, personLength), sealed).email;
  if (email === undefined) return { campaign, petition };
  if (from === "everything") {
    await suppress(deps, mailboxKey(deps.keys, email), "left-everything", { source: "supporter" });
  }
  const sender = from === "organisation" ? petition.organisation : secretariat;
  for (const own of await subscribedSignatures(deps, email)) {
    await changeConsent(deps, own, await consentAfter(deps, own, from === "everything" ? undefined : sender));
  }
  return { campaign, petition };
}

/** The signatures of a mailbox that agree to any news, in all campaigns. */
async function subscribedSignatures(deps: StopDeps, email: string): Promise<Signature[]> {
  const campaigns = await listCampaigns(deps);
  const mailboxes = campaigns.map((campaign) => campaignMailbox(deps.keys, campaign, email));
  return findInMailboxes(deps, mailboxes, {
    state: "counted",
    $or: [{ updates: true }, { secretariat: true }],
  });
}

/**
 * What a signature still agrees to once an organisation's news are stopped; nothing when no organisation is named.
 */
async function consentAfter(deps: StopDeps, signature: Signature, sender: string | undefined) {
  const before = consentOf(signature);
  if (sender === undefined) return { ...before, updates: false, secretariat: false };
  const campaign = await campaignByOrdinal(deps, signature._id.readUInt32BE(0));
  return {
    ...before,
    updates: before.updates && signedPetition(campaign, signature).organisation !== sender,
    secretariat: before.secretariat && sender !== secretariat,
  };
}
