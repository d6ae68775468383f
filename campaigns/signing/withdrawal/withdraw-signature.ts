import type { Campaign } from "../../petitions/campaign.ts";
import { endWaiting } from "../confirmation/end-waiting.ts";
import type { Deps } from "../deps.ts";
import type { Signature } from "../roll/signature.model.ts";
import type { WithdrawalReason } from "../sheets/sheet.model.ts";
import { type HeldLink, openSignature } from "./open-withdrawal.ts";

/**
 * Takes a signature back: a withdrawing line goes onto a sheet, and the worker takes it off the count and erases what
 * is personal; what still waited for a confirmation of hers is erased too. Withdrawing twice takes off one, and nothing
 * that was stored before the last time counts it again. A link that is not fresh changes nothing: `stale`.
 * @throws DomainError `link-unknown`, `database-unavailable` or `storage-full`.
 */
export async function withdrawSignature(
  deps: Pick<Deps, "database" | "keys" | "sheets" | "now">,
  link: HeldLink,
  reason: WithdrawalReason,
): Promise<{ kind: "withdrawn" | "stale"; campaign: Campaign }> {
  const { campaign, signature, slot, found, mayAct } = await openSignature(deps, "withdraw", link);
  if (!mayAct) return { kind: "stale", campaign };
  const { person } = found.line;
  const { petition, country, locale, version, source, nameKey } = signature;
  await endWaiting(
    deps,
    { "entry.person": person, at: { $lte: deps.now() }, ...(nameKey && { "entry.nameKey": nameKey }) },
    "erased",
  );
  if (signature.state === "withdrawn" && (await noteAgain(deps, signature))) {
    return { kind: "withdrawn", campaign };
  }
  const from = { petition, country, locale, version, ...(source !== undefined && { source }) };
  await deps.sheets.write(
    { campaign: found.campaign, kind: "withdrawing", channel: "web" },
    { person, ...from, slot, reason },
  );
  return { kind: "withdrawn", campaign };
}

/** She may have signed again, on an unprocessed sheet; false when that has just happened. */
async function noteAgain(
  deps: Pick<Deps, "database" | "now">,
  { _id }: Pick<Signature, "_id">,
): Promise<boolean> {
  const updated = await deps.database.signatures.updateOne(
    { _id, state: "withdrawn" },
    { $max: { takenBackAt: deps.now() } },
  );
  return updated.matchedCount === 1;
}
