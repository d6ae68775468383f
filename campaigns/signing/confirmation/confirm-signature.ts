import { liftUnsubscribeAll } from "../../mail/suppression/lift-unsubscribe-all.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { campaignByOrdinal } from "../../petitions/campaign-by-ordinal.ts";
import { DomainError } from "../../platform/errors.ts";
import { makeToken, readToken } from "../../platform/sealing/line-tokens.ts";
import { unseal } from "../../platform/sealing/seal.ts";
import type { Deps } from "../deps.ts";
import { type FoundLine, findLine } from "../sheets/find-line.ts";
import { buildWaitEnd } from "./build-wait-end.ts";
import { refuseEnded } from "./open-confirmation.ts";

/** A fold holds the sheets that it folds, for as long as its worker may have died: a click does not wait for it. */
const patience = 1_000;

/**
 * Confirms a signature: a counting line goes onto a new sheet, with what the signer had entered. Confirming twice counts
 * once. It works after the campaign's close too, for who had signed before.
 * @throws DomainError `link-unknown`, `link-expired`, `database-unavailable` or `storage-full`.
 */
export async function confirmSignature(
  deps: Pick<Deps, "database" | "keys" | "sheets" | "now">,
  token: string,
): Promise<{ campaign: Campaign; receipt: string }> {
  const ref = readToken(deps.keys, "confirm", token);
  const found = await findLine(deps, ref);
  refuseEnded(found.outcome);
  const campaign = await campaignByOrdinal(deps, found.campaign);
  const confirmed = { campaign, receipt: makeToken(deps.keys, "receipt", ref) };
  if (found.outcome === "confirmed") return confirmed;
  const waiting = await deps.database.pending.findOne({ _id: ref });
  if (!waiting || waiting.expiresAt <= deps.now()) {
    // It may have been confirmed by a second click between the two reads.
    if ((await findLine(deps, ref)).outcome === "confirmed") return confirmed;
    throw new DomainError("link-expired", "This entry was not confirmed in time and is erased: sign again.");
  }
  if (waiting.entry.updates || waiting.entry.secretariat) {
    const { email } = unseal(deps.keys, waiting.entry.person, waiting.sealed);
    await liftUnsubscribeAll(deps, email, waiting.at);
  }
  await deps.sheets.write(
    { campaign: found.campaign, kind: "counting", channel: found.channel },
    { ...waiting.entry, confirms: ref },
    waiting.sealed,
  );
  await markConfirmed(deps, found);
  return confirmed;
}

/**
 * Her page shows it at once, and "this wasn't me" is not answered as if it could still be erased. The worker does the
 * same with the counting line, which is stored: so a failure here is none.
 */
async function markConfirmed(
  { database }: Pick<Deps, "database">,
  { ref, line, channel }: FoundLine,
): Promise<void> {
  const { filter, update } = buildWaitEnd(ref, { ...line, channel }, { from: "waiting", to: "confirmed" });
  await database.sheets.updateOne(filter, update, { maxTimeMS: patience }).catch(() => undefined);
}
