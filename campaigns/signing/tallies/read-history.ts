import type { Campaign } from "../../petitions/campaign.ts";
import { ShortCache } from "../../platform/short-cache.ts";
import type { Database } from "../deps.ts";

/** Signatures added in an hour or a day (UTC); negative when more were withdrawn than added. */
export type HistoryStep = { at: Date; count: number };

type Deps = { database: Pick<Database, "tallies"> };

const caches = new WeakMap<Database["tallies"], ShortCache<HistoryStep[]>>();

/**
 * Reads how a campaign's total grew, oldest first, omitting hours or days without change; at most ten seconds old.
 */
export async function readHistory(
  deps: Deps,
  campaign: Pick<Campaign, "ordinal">,
  interval: "hour" | "day",
): Promise<HistoryStep[]> {
  const { tallies } = deps.database;
  const cache = caches.get(tallies) ?? new ShortCache<HistoryStep[]>(10_000, 10_000);
  caches.set(tallies, cache);
  return cache.get(`${campaign.ordinal} ${interval}`, () =>
    tallies
      .aggregate<HistoryStep>([
        { $match: { campaign: campaign.ordinal } },
        { $group: { _id: { $dateTrunc: { date: "$hour", unit: interval } }, count: { $sum: "$count" } } },
        { $match: { count: { $ne: 0 } } },
        { $sort: { _id: 1 } },
        { $project: { _id: 0, at: "$_id", count: 1 } },
      ])
      .toArray(),
  );
}
