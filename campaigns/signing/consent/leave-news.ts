import { secretariat } from "../../access/secretariat.ts";
import { suppress } from "../../mail/suppression/suppress.ts";
import type { Campaign, Petition } from "../../petitions/campaign.ts";
import { campaignByOrdinal, signedPetition } from "../../petitions/campaign-by-ordinal.ts";
import { listCampaigns } from "../../petitions/find-campaign.ts";
import { personLength, personOf, signatureId } from "../../petitions/person.ts";
import type { TokenPurpose } from "../../platform/sealing/line-tokens.ts";
import { unseal } from "../../platform/sealing/seal.ts";
import { mailboxKey } from "../../texts/mailbox-key.ts";
import type { Deps } from "../deps.ts";
import type { Signature } from "../roll/signature.model.ts";
import { openSignature } from "../withdrawal/open-withdrawal.ts";
import { changeConsent } from "./change-consent.ts";
import type { Sender } from "./news.ts";
import { consentOf } from "./open-preferences.ts";

/** How much somebody unsubscribes from: one sender of her petition's news, in all campaigns; or everything. */
export type UnsubscribeFrom = Sender | "everything";

type LeaveDeps = Pick<Deps, "database" | "keys" | "now">;

/**
 * Stops the news of an organisation, or all news, in every campaign that the mailbox behind a link has signed; in a
 * shared mailbox this applies to both people. Signatures still count. With
 * `everything` the address is suppressed too, so that mails already queued are not sent, and whatever is agreed to
 * elsewhere has no effect until she agrees again herself.
 * @throws DomainError `link-unknown`.
 */
export async function leaveNews(
  deps: LeaveDeps,
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
  const left = from === "organisation" ? petition.organisation : secretariat;
  for (const own of await subscribedSignatures(deps, email)) {
    await changeConsent(deps, own, await consentAfter(deps, own, from === "everything" ? undefined : left));
  }
  return { campaign, petition };
}

/** The signatures of a mailbox that agree to any news, in all campaigns. */
async function subscribedSignatures(deps: LeaveDeps, email: string): Promise<Signature[]> {
  const persons = (await listCampaigns(deps)).map((campaign) => personOf(deps.keys, campaign, email));
  const ids = persons.flatMap((person) => [signatureId(person, 0), signatureId(person, 1)]);
  return deps.database.signatures
    .find({ _id: { $in: ids }, state: "counted", $or: [{ updates: true }, { secretariat: true }] })
    .toArray();
}

/**
 * What a signature still agrees to once an organisation's news are stopped; nothing when no organisation is named.
 */
async function consentAfter(deps: LeaveDeps, signature: Signature, left: string | undefined) {
  const before = consentOf(signature);
  if (left === undefined) return { ...before, updates: false, secretariat: false };
  const campaign = await campaignByOrdinal(deps, signature._id.readUInt32BE(0));
  return {
    ...before,
    updates: before.updates && signedPetition(campaign, signature).organisation !== left,
    secretariat: before.secretariat && left !== secretariat,
  };
}
