import type { Campaign } from "../../petitions/campaign.ts";
import type { Deps } from "../deps.ts";
import type { Signature } from "../roll/signature.model.ts";
import type { WithdrawalReason } from "../sheets/sheet.model.ts";
import { openSignature } from "./open-withdrawal.ts";

/**
 * Takes a signature back: a withdrawing line goes onto a sheet, and the worker takes it off the count and erases what is
 * personal. Withdrawing twice takes off one, and nothing that was stored before the last time counts it again.
 * @throws DomainError `link-unknown`, `database-unavailable` or `storage-full`.
 */
export async function withdrawSignature(
  deps: Pick<Deps, "database" | "keys" | "sheets" | "now">,
  token: string,
  reason: WithdrawalReason,
): Promise<{ campaign: Campaign }> {
  const { campaign, signature, slot, found } = await openSignature(deps, "withdraw", token);
  if (signature.state === "withdrawn" && (await noteAgain(deps, signature))) return { campaign };
  const { petition, country, locale, version, source } = signature;
  const from = { petition, country, locale, version, ...(source !== undefined && { source }) };
  const line = { person: found.line.person, ...from, slot, reason };
  await deps.sheets.write({ campaign: found.campaign, kind: "withdrawing", channel: "web" }, line);
  return { campaign };
}

/** She may have signed again, on a sheet that is not worked off; false when that has just happened. */
async function noteAgain(
  deps: Pick<Deps, "database" | "now">,
  { _id }: Pick<Signature, "_id">,
): Promise<boolean> {
  const noted = await deps.database.signatures.updateOne(
    { _id, state: "withdrawn" },
    { $max: { takenBackAt: deps.now() } },
  );
  return noted.matchedCount === 1;
}
