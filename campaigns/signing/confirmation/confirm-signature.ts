import { liftUnsubscribeAll } from "../../mail/suppression/lift-unsubscribe-all.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { campaignByOrdinal } from "../../petitions/campaign-by-ordinal.ts";
import { householdKeys } from "../../petitions/person.ts";
import { type LineRef, readToken } from "../../platform/sealing/line-tokens.ts";
import { unseal } from "../../platform/sealing/seal.ts";
import { sendersOf } from "../consent/news.ts";
import type { Deps } from "../deps.ts";
import { type Answers, checkAnswers, type SignProblem } from "../intake/check-answers.ts";
import { sealForRoll } from "../intake/seal-for-roll.ts";
import { findLine } from "../sheets/find-line.ts";
import type { Line } from "../sheets/sheet.model.ts";
import { entryName, readEntryName } from "./entry-name.ts";
import { findEntry } from "./find-entry.ts";
import { forgetPending } from "./forget-pending.ts";
import { openConfirmation } from "./open-confirmation.ts";
import type { Pending } from "./pending.model.ts";

/**
 * What her form says: the entry she chose, as she corrected it, and what she ticked. What is left out stays as it was
 * entered.
 */
export type ConfirmInput = {
  entry?: string;
  name?: string;
  country?: string;
  postcode?: string;
  consent: { updates: boolean; secretariat: boolean; unnamed?: boolean };
};

/**
 * `confirmed`: stored, with a receipt that is hers; `refused`: answers to change; `unchosen`: several entries wait and
 * none was named; `over`: nothing waits there any more.
 */
export type ConfirmOutcome =
  | { kind: "confirmed"; campaign: Campaign; receipt: string; ref: LineRef }
  | { kind: "refused"; problems: SignProblem[] }
  | { kind: "unchosen" }
  | { kind: "over" };

type ConfirmDeps = Pick<Deps, "database" | "keys" | "sheets" | "now">;

/**
 * Confirms a signature: a counting line goes onto a new sheet, with what the signer saw and corrected, and with the
 * consents she ticked herself. Confirming twice counts once. It works after the campaign's close too, for who had
 * signed before.
 * @throws DomainError `link-unknown`, `database-unavailable` or `storage-full`.
 */
export async function confirmSignature(
  deps: ConfirmDeps,
  token: string,
  input: ConfirmInput,
): Promise<ConfirmOutcome> {
  const waiting = await chooseEntry(deps, token, input.entry);
  if ("kind" in waiting) return waiting;
  const campaign = await campaignByOrdinal(deps, waiting.campaign);
  const { person, petition, source } = waiting.entry;
  const entered = unseal(deps.keys, person, waiting.sealed);
  const answers = checkAnswers(campaign, {
    ...entered,
    country: waiting.entry.country,
    ...correctionsOf(input),
    petition,
    locale: waiting.entry.locale,
    ...(source !== undefined && { source }),
  });
  if (Array.isArray(answers)) return { kind: "refused", problems: answers };
  const line = confirmedLine(deps, campaign, waiting, answers, input.consent);
  if (line.updates || line.secretariat) await liftUnsubscribeAll(deps, answers.email, deps.now());
  const {
    receipt,
    sheet,
    line: index,
  } = await deps.sheets.write(
    { campaign: campaign.ordinal, kind: "counting", channel: "web" },
    line,
    sealForRoll(deps, line, answers),
  );
  await forgetPending(deps, waiting._id);
  return { kind: "confirmed", campaign, receipt, ref: { sheet, line: index } };
}

/** The entry that she means. Her page names it; where none is named there must be only one. */
async function chooseEntry(
  deps: ConfirmDeps,
  token: string,
  named: string | undefined,
): Promise<Pending | { kind: "unchosen" | "over" }> {
  const ref = readToken(deps.keys, "confirm", token);
  // The usual click names the entry of its own link, and costs one small read.
  const usual = named === entryName(ref) ? await findEntry(deps, ref) : undefined;
  if (usual) return usual;
  const opened = await openConfirmation(deps, token);
  if (!("entries" in opened)) return { kind: "over" };
  const [first, ...others] = opened.entries;
  if (named === undefined && others.length > 0) return { kind: "unchosen" };
  const { line } = await findLine(deps, ref);
  const chosen = await findEntry(deps, readEntryName(named ?? first?.entry ?? ""));
  return chosen?.entry.person.equals(line.person) ? chosen : { kind: "over" };
}

function correctionsOf({ name, country, postcode }: ConfirmInput) {
  return {
    ...(name !== undefined && { name }),
    ...(country !== undefined && { country }),
    ...(postcode !== undefined && { postcode }),
  };
}

/** The line that counts: the words that were signed, the answers she saw, the consents she ticked. */
function confirmedLine(
  { keys }: ConfirmDeps,
  campaign: Campaign,
  { _id: confirms, entry }: Pending,
  { name, country, postcode, petition }: Answers,
  consent: ConfirmInput["consent"],
): Line {
  const { person, mailbox, locale, version, source } = entry;
  const line: Line = { person, petition: petition.id, country, locale, version, confirms };
  if (country !== entry.country) line.enteredCountry = entry.country;
  if (mailbox) line.mailbox = mailbox;
  if (consent.updates) line.updates = true;
  if (consent.secretariat && sendersOf(petition).includes("secretariat")) line.secretariat = true;
  if (consent.unnamed) line.unnamed = true;
  if (source !== undefined) line.source = source;
  if (campaign.sharedMailbox) Object.assign(line, householdKeys(keys, person, name, postcode));
  return line;
}
