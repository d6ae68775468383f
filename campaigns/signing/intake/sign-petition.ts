import { secretariat } from "../../access/secretariat.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { isOpen } from "../../petitions/is-open.ts";
import { householdKeys, personOf } from "../../petitions/person.ts";
import { isPetitionOpen, petitionToSign } from "../../petitions/petition-life.ts";
import { DomainError } from "../../platform/errors.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import { seal } from "../../platform/sealing/seal.ts";
import type { Deps } from "../deps.ts";
import { endOfTurn } from "../sheets/end-of-turn.ts";
import type { Line } from "../sheets/sheet.model.ts";
import { type Answers, checkAnswers, type SignInput, type SignProblem } from "./check-answers.ts";
import { sealForRoll } from "./seal-for-roll.ts";

/** What the signer is told; it is the same for a new, a repeated and a blocked signature. */
export type SignOutcome =
  | {
      kind: "stored";
      receipt: string;
      status: "confirm-by-mail" | "received";
      ref: LineRef;
      answers: Answers;
    }
  | { kind: "refused"; problems: SignProblem[] };

/**
 * Takes a signature: checks the answers, seals what is personal, and stores the line before it answers. Whether it
 * counts is decided later, by the worker.
 * @throws DomainError `campaign-closed`, `petition-closed`, `database-unavailable` or `storage-full`.
 */
export async function signPetition(
  deps: Pick<Deps, "keys" | "sheets" | "now">,
  campaign: Campaign,
  input: SignInput,
): Promise<SignOutcome> {
  // Signatures that arrive together are handled one after another: between requests each would find cold
  // caches.
  await endOfTurn();
  if (!isOpen(campaign, deps.now())) {
    throw new DomainError("campaign-closed", "This campaign is not collecting signatures now.");
  }
  // Who names no petition signs one that is open.
  const petition = input.petition ?? petitionToSign(campaign, input.country, deps.now())?.id;
  const answers = checkAnswers(campaign, petition === undefined ? input : { ...input, petition });
  if (Array.isArray(answers)) return { kind: "refused", problems: answers };
  if (!isPetitionOpen(campaign, answers.petition, deps.now())) {
    throw new DomainError("petition-closed", "This petition is not collecting signatures now.");
  }
  const confirming = campaign.verification === "email";
  const line = makeLine(deps, campaign, answers, input.consent);
  // What she confirms may be something else: only then is it sealed for good.
  const sealed = confirming ? seal(deps.keys, line.person, answers) : sealForRoll(deps, line, answers);
  const stored = await deps.sheets.write(
    { campaign: campaign.ordinal, kind: confirming ? "confirming" : "counting", channel: "web" },
    line,
    sealed,
  );
  const { receipt, sheet, line: index } = stored;
  const status = confirming ? "confirm-by-mail" : "received";
  return { kind: "stored", receipt, status, ref: { sheet, line: index }, answers };
}

function makeLine(
  deps: Pick<Deps, "keys">,
  campaign: Campaign,
  answers: Answers,
  consent: SignInput["consent"],
): Line {
  const line: Line = {
    person: personOf(deps.keys, campaign, answers.email),
    petition: answers.petition.id,
    country: answers.country,
    locale: answers.locale,
    version: answers.petition.versions.at(-1)?.version ?? 1,
  };
  if (consent.updates) line.updates = true;
  if (consent.secretariat && answers.petition.organisation !== secretariat) line.secretariat = true;
  if (consent.unnamed) line.unnamed = true;
  if (answers.source !== undefined) line.source = answers.source;
  if (campaign.sharedMailbox) {
    Object.assign(line, householdKeys(deps.keys, line.person, answers.name, answers.postcode));
  }
  return line;
}
