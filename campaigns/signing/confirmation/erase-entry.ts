import type { Campaign } from "../../petitions/campaign.ts";
import { campaignByOrdinal } from "../../petitions/campaign-by-ordinal.ts";
import { readToken } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import { findLine } from "../sheets/find-line.ts";
import { endWaiting } from "./end-waiting.ts";
import { readEntryName } from "./entry-name.ts";

/**
 * "This wasn't me": erases what waits for its confirmation in the mailbox behind a link, one entry by its name or all;
 * the sheets keep that it was erased. What has been confirmed stays: that is a withdrawal. Returns how many were
 * erased.
 * @throws DomainError `link-unknown`.
 */
export async function eraseEntry(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
  entry?: string,
): Promise<{ campaign: Campaign; erased: number }> {
  const { line, campaign } = await findLine(deps, readToken(deps.keys, "confirm", token));
  const one = entry === undefined ? undefined : readEntryName(entry);
  const erased = await endWaiting(deps, { "entry.person": line.person, ...(one && { _id: one }) }, "erased");
  return { campaign: await campaignByOrdinal(deps, campaign), erased };
}
