import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf, signatureId } from "#campaigns/petitions/person.ts";
import {
  type LineRef,
  linkTime,
  makeTimedToken,
  makeToken,
  readToken,
  type TokenPurpose,
} from "#campaigns/platform/sealing/line-tokens.ts";
import { confirmSignature } from "#campaigns/signing/confirmation/confirm-signature.ts";
import { entryName } from "#campaigns/signing/confirmation/entry-name.ts";
import type { SignInput } from "#campaigns/signing/intake/check-answers.ts";
import { signPetition } from "#campaigns/signing/intake/sign-petition.ts";
import type { Signature } from "#campaigns/signing/roll/signature.model.ts";
import type { HeldLink } from "#campaigns/signing/withdrawal/open-withdrawal.ts";
import { settle } from "./settle.ts";

/** Answers of somebody called `who`, whose address is who@example.org. */
export function answersOf(who: string, differences: Partial<SignInput> = {}): SignInput {
  return {
    name: `${who.charAt(0).toUpperCase()}${who.slice(1)} Tester`,
    email: `${who}@example.org`,
    country: "GB",
    locale: "en",
    consent: { updates: false },
    ...differences,
  };
}

/** Signs, and gives the receipt with the line it names. */
export async function signAs(
  deps: Deps,
  campaign: Campaign,
  who: string,
  differences: Partial<SignInput> = {},
): Promise<{ receipt: string; ref: LineRef }> {
  const outcome = await signPetition(deps, campaign, answersOf(who, differences));
  if (outcome.kind === "refused") throw new Error(`Refused: ${JSON.stringify(outcome.problems)}`);
  return { receipt: outcome.receipt, ref: readToken(deps.keys, "receipt", outcome.receipt) };
}

/** A signature that is on the roll and folded, confirmed where the campaign asks for it. */
export async function countedSignature(
  deps: Deps,
  campaign: Campaign,
  who: string,
  differences: Partial<SignInput> = {},
): Promise<{ receipt: string; ref: LineRef }> {
  const signed = await signAs(deps, campaign, who, differences);
  await settle(deps, campaign);
  if (campaign.verification === "none") return signed;
  await confirmEntry(deps, signed.ref, differences.consent);
  await settle(deps, campaign);
  return signed;
}

/**
 * Presses the button that confirms, with the boxes that the signer ticks on that page; gives the receipt that is hers.
 */
export async function confirmEntry(
  deps: Deps,
  ref: LineRef,
  { updates, secretariat = false, unnamed = false }: SignInput["consent"] = { updates: false },
): Promise<string> {
  const consent = { updates, secretariat, unnamed };
  const link = linkOf(deps, "confirm", ref);
  const outcome = await confirmSignature(deps, link, { entry: entryName(ref), consent });
  if (outcome.kind !== "confirmed") throw new Error(`Confirming came to "${outcome.kind}".`);
  return outcome.receipt;
}

/** A link that acts, as a mail carries it that was asked for a moment ago. */
export function freshLink(
  { keys, now }: Pick<Deps, "keys" | "now">,
  purpose: "withdraw" | "preferences",
  ref: LineRef,
): HeldLink {
  return { token: makeTimedToken(keys, purpose, ref, new Date(now().getTime() + linkTime)) };
}

/** The token of a link as a mail carries it. */
export function linkOf(deps: Pick<Deps, "keys">, purpose: TokenPurpose, ref: LineRef): string {
  return makeToken(deps.keys, purpose, ref);
}

/** Who is on the roll under an address. */
export function findOnRoll(
  deps: Deps,
  campaign: Campaign,
  email: string,
  slot = 0,
): Promise<Signature | null> {
  return deps.database.signatures.findOne({ _id: signatureId(personOf(deps.keys, campaign, email), slot) });
}

/** How many a campaign's roll counts, read from the roll itself. */
export async function countRoll(deps: Deps, campaign: Campaign): Promise<number> {
  const roll = await deps.database.signatures
    .find({ state: "counted" }, { projection: { _id: 1 } })
    .toArray();
  return roll.filter(({ _id }) => _id.readUInt32BE(0) === campaign.ordinal).length;
}
