import type { Campaign } from "../../petitions/campaign.ts";
import { campaignByOrdinal } from "../../petitions/campaign-by-ordinal.ts";
import { readToken } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import { findLine } from "../sheets/find-line.ts";
import { endWaiting } from "./end-waiting.ts";

/**
 * "This wasn't me": erases an entry that waits for its confirmation; the sheet keeps that it was erased. An entry that
 * has been confirmed stays: that is a withdrawal.
 * @throws DomainError `link-unknown`.
 */
export async function eraseEntry(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
): Promise<{ campaign: Campaign }> {
  const found = await findLine(deps, readToken(deps.keys, "confirm", token));
  const { ref, line, channel } = found;
  await endWaiting(deps, ref, { ...line, channel }, "erased");
  return { campaign: await campaignByOrdinal(deps, found.campaign) };
}
