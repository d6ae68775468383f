import type { Campaign } from "../../petitions/campaign.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { SignInput } from "../intake/check-answers.ts";
import { type SignOutcome, signPetition } from "../intake/sign-petition.ts";
import { endWaiting } from "./end-waiting.ts";

/**
 * Signs again with the right address, and erases the entry that waited at the mistyped one: its mailbox shall not read
 * somebody else's name. The answer is the same when that entry has ended otherwise. The caller knows that the
 * entry was made in the browser that asks.
 * @throws DomainError `campaign-closed`, `petition-closed`, `database-unavailable` or `storage-full`.
 */
export async function correctAddress(
  deps: Pick<Deps, "database" | "keys" | "sheets" | "now">,
  campaign: Campaign,
  mistyped: LineRef,
  input: SignInput,
): Promise<SignOutcome> {
  const outcome = await signPetition(deps, campaign, input);
  // Not waited for: how long it takes would tell whether the entry still waits. What is left expires.
  if (outcome.kind === "stored") endWaiting(deps, { _id: mistyped }, "erased").catch(() => undefined);
  return outcome;
}
