import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf, signatureId } from "#campaigns/petitions/person.ts";
import {
  type LineRef,
  makeToken,
  readToken,
  type TokenPurpose,
} from "#campaigns/platform/sealing/line-tokens.ts";
import { confirmSignature } from "#campaigns/signing/confirmation/confirm-signature.ts";
import type { SignInput } from "#campaigns/signing/intake/check-answers.ts";
import { signPetition } from "#campaigns/signing/intake/sign-petition.ts";
import type { Signature } from "#campaigns/signing/roll/signature.model.ts";
import { settle } from "./settle.ts";

/** Answers of somebody called `who`, whose address is who@example.org. */
export function answersOf(who: string, differences: Partial<SignInput> = {}): SignInput {
  return {
    name: `${who.charAt(0).toUpperCase()}${who.slice(1)} Tester`,
    email: `${who}@example.org`,
    country: "GB",
    locale: "en",
    consent: { updates: false, showName: false },
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
  await confirmSignature(deps, linkOf(deps, "confirm", signed.ref));
  await settle(deps, campaign);
  return signed;
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
