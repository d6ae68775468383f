import type { Campaign } from "../petitions/campaign.ts";
import { atOneMoment, type Moment } from "../platform/at-one-moment.ts";
import { increase } from "../signing/sheets/count-deltas.ts";
import { type Drift, differences } from "../signing/tallies/recount-roll.ts";
import type { Database } from "./deps.ts";
import { leavesOf } from "./leaf.ts";
import { readLoggedSheets } from "./read-logged-sheets.ts";

/**
 * Counts the leaves of a campaign's log, those that count less those taken off, and compares them with the tallies, by
 * petition and country, in one snapshot; a leaf that is missing or there twice is a difference too.
 */
export async function recountLog(database: Database, campaign: Campaign): Promise<Drift[]> {
  return atOneMoment(database, async (moment) => {
    const counts = new Map<string, number>();
    let size = 0;
    for await (const sheet of readLoggedSheets(database, campaign, 0, moment)) {
      if (sheet.log !== size)
        return [{ where: `log from sheet ${sheet._id} on`, roll: sheet.log, tallies: size }];
      for (const leaf of leavesOf(campaign, sheet)) {
        increase(counts, `${leaf.petition}/${leaf.country}`, leaf.kind === "sign" ? 1 : -1);
        size += 1;
      }
    }
    const total = await database.totals.findOne({ _id: campaign.ordinal }, moment);
    return [
      ...differences("leaves of the log", new Map([["", size]]), new Map([["", total?.leaves ?? 0]])),
      ...differences("log ", counts, await countTallies(database, campaign, moment)),
    ];
  });
}

async function countTallies(
  database: Database,
  { ordinal }: Campaign,
  moment: Moment,
): Promise<Map<string, number>> {
  const groups = database.tallies.aggregate<{ _id: { petition: string; country: string }; count: number }>(
    [
      { $match: { campaign: ordinal } },
      { $group: { _id: { petition: "$petition", country: "$country" }, count: { $sum: "$count" } } },
    ],
    moment,
  );
  const counts = new Map<string, number>();
  for await (const { _id, count } of groups) counts.set(`${_id.petition}/${_id.country}`, count);
  return counts;
}
