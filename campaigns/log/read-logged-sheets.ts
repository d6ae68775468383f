import type { mongo } from "mongoose";
import type { Campaign } from "../petitions/campaign.ts";
import type { Database } from "./deps.ts";
import type { LoggedSheet } from "./leaf.ts";

/** Reads a campaign's folded sheets from a place in its log on, in the order of the log. */
export async function* readLoggedSheets(
  database: Pick<Database, "sheets">,
  { ordinal }: Pick<Campaign, "ordinal">,
  from: number,
  options: mongo.FindOptions = {},
): AsyncGenerator<LoggedSheet> {
  const projection = { kind: 1, at: 1, log: 1, outcomes: 1, slots: 1, takenFrom: 1, lines: 1 };
  const sheets = database.sheets
    .find({ campaign: ordinal, log: { $gte: from } }, { ...options, projection, batchSize: 50 })
    .sort({ log: 1 });
  for await (const { log, ...sheet } of sheets) if (log !== undefined) yield { ...sheet, log };
}
