import type { Deps } from "../deps.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { openSignature } from "./open-withdrawal.ts";
import type { WithdrawalReason } from "./sheet.model.ts";

/**
 * Takes a signature back: a withdrawing line goes onto a sheet, and the worker takes it off the count and erases what is
 * personal. Withdrawing twice takes off one.
 * @throws DomainError `link-unknown`, `storage-away` or `storage-full`.
 */
export async function withdrawSignature(
  deps: Pick<Deps, "database" | "keys" | "sheets">,
  token: string,
  reason: WithdrawalReason,
): Promise<{ campaign: Campaign }> {
  const { campaign, signature, slot, found } = await openSignature(deps, "withdraw", token);
  if (signature.state === "counted") {
    const { petition, country, locale, version } = signature;
    const line = { person: found.line.person, petition, country, locale, version, slot, reason };
    await deps.sheets.write({ campaign: found.campaign, kind: "withdrawing", channel: "web" }, line);
  }
  return { campaign };
}
