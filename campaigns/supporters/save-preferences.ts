import type { Deps } from "../deps.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { signedPetition } from "../petitions/campaign-by-ordinal.ts";
import type { Signature } from "../roll/signature.model.ts";
import { openSignature } from "../sheets/open-withdrawal.ts";
import { newsOfToken, sendersOf, unsubscribePurpose } from "./news.ts";
import { type Consent, consentOf } from "./open-preferences.ts";

type ConsentDeps = Pick<Deps, "database" | "keys" | "now">;

const consents = ["updates", "secretariat", "showName"] as const satisfies (keyof Consent)[];

/**
 * Changes what a signer agreed to; what it was before is kept with its end. A withdrawn signature agrees to nothing, and
 * the secretariat has no consent of its own where the petition is its.
 * @throws DomainError `link-unknown`.
 */
export async function savePreferences(
  deps: ConsentDeps,
  token: string,
  consent: Consent,
): Promise<{ campaign: Campaign }> {
  const { campaign, signature } = await openSignature(deps, "preferences", token);
  const senders = sendersOf(signedPetition(campaign, signature));
  const secretariat = consent.secretariat && senders.includes("secretariat");
  await changeConsent(deps, signature, { ...consent, secretariat });
  return { campaign };
}

/**
 * Ends the mails that a link is for, of one sender or all; with `everything`, of all whatever the link is for. Nothing else
 * changes. @throws DomainError `link-unknown`.
 */
export async function unsubscribe(
  deps: ConsentDeps,
  token: string,
  everything = false,
): Promise<{ campaign: Campaign }> {
  const ended = newsOfToken(deps.keys, token);
  const { campaign, signature } = await openSignature(deps, unsubscribePurpose[ended], token);
  const news = everything ? "all" : ended;
  const before = consentOf(signature);
  await changeConsent(deps, signature, {
    ...before,
    updates: before.updates && news === "secretariat",
    secretariat: before.secretariat && news === "organisation",
  });
  return { campaign };
}

/** Writes what changed and nothing else: two links of one signature may be used in the same moment. */
async function changeConsent(deps: ConsentDeps, signature: Signature, consent: Consent): Promise<void> {
  const before = consentOf(signature);
  const changed = consents.filter((key) => before[key] !== consent[key]);
  if (changed.length === 0) return;
  const given = changed.filter((key) => consent[key]).map((key) => [key, true] as const);
  const refused = changed.filter((key) => !consent[key]).map((key) => [key, ""] as const);
  await deps.database.signatures.updateOne(
    { _id: signature._id, state: "counted" },
    {
      $set: Object.fromEntries(given),
      $unset: Object.fromEntries(refused),
      $push: { pastConsents: { ...before, until: deps.now() } },
    },
  );
}
