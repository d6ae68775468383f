import { Command } from "commander";
import { recountLog } from "#campaigns/log/recount-log.ts";
import type { Database } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { type Recount, recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { recountSheets } from "#campaigns/signing/tallies/recount-sheets.ts";
import type { Cli } from "./cli.ts";
import { listNamedCampaigns } from "./find-named-campaign.ts";
import { withDatabase } from "./with-database.ts";

type Row = Recount & { slug: string };

/** `sheaf recount`: counts the roll again and compares it with tallies and totals. */
export function recountCommand(cli: Cli): Command {
  return new Command("recount")
    .argument("[campaign]", "one campaign; all when left out")
    .action((slug?: string) => recount(cli, slug));
}

async function recount(cli: Cli, slug: string | undefined): Promise<void> {
  const rows = await withDatabase(cli, (database) => countAll(database, slug));
  cli.print(describe(rows));
  const drift = rows.flatMap((row) =>
    row.drift.map(({ where, roll, tallies }) => `  ${row.slug}  ${where}: roll ${roll}, tallies ${tallies}`),
  );
  if (drift.length > 0)
    throw new DomainError("drift", ["The roll and the tallies disagree:", ...drift].join("\n"));
}

async function countAll(database: Database, slug: string | undefined): Promise<Row[]> {
  const rows: Row[] = [];
  for (const campaign of await listNamedCampaigns({ database }, slug)) {
    const recount = await recountRoll(database, campaign.ordinal);
    const flows = await recountSheets(database, campaign.ordinal);
    const leaves = await recountLog(database, campaign);
    rows.push({ slug: campaign.slug, ...recount, drift: [...recount.drift, ...flows, ...leaves] });
  }
  return rows;
}

function describe(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ slug }) => slug.length), "campaign".length);
  const line = (name: string, cells: string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(12))].join("  ");
  const show = (count: number) => count.toLocaleString("en");
  return [
    line("campaign", ["on the roll", "total", "under way", "drift"]),
    ...rows.map(({ slug, roll, total, unfolded, drift }) =>
      line(slug, [roll, total, unfolded, drift.length].map(show)),
    ),
  ].join("\n");
}
