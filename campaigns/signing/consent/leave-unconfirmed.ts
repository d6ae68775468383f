import type { Campaign } from "../../petitions/campaign.ts";
import { campaignByOrdinal } from "../../petitions/campaign-by-ordinal.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { News } from "./news.ts";

/**
 * Takes back the wish to hear more of somebody who has not confirmed yet; what she confirms later agrees to no news that
 * she left. Undefined when no entry waits at that line.
 */
export async function leaveUnconfirmed(
  deps: Pick<Deps, "database">,
  ref: LineRef,
  news: News,
): Promise<{ campaign: Campaign } | undefined> {
  const pending = await deps.database.pending.findOneAndUpdate(
    { _id: ref },
    {
      $unset: {
        ...(news !== "secretariat" && { "entry.updates": "" as const }),
        ...(news !== "organisation" && { "entry.secretariat": "" as const }),
      },
    },
    { projection: { campaign: 1 } },
  );
  return pending ? { campaign: await campaignByOrdinal(deps, pending.campaign) } : undefined;
}
