import { Command } from "commander";
import { prepareDatabase } from "#campaigns/platform/prepare-database.ts";
import { rebuildSums } from "#campaigns/signing/tallies/rebuild-sums.ts";
import type { Drift } from "#campaigns/signing/tallies/recount-roll.ts";
import type { Cli } from "./cli.ts";
import { listNamedCampaigns } from "./find-named-campaign.ts";
import { operator } from "./operator.ts";
import { withDatabase } from "./with-database.ts";

/** Differences printed for each campaign. */
const mostShown = 20;

/** `sheaf sums`: the sums that the dashboard reads. */
export function sumsCommand(cli: Cli): Command {
  const command = new Command("sums");
  command
    .command("rebuild")
    .description("make the sums what tallies, roll and sheets say, while people sign; prints what differed")
    .argument("[campaign]", "one campaign; all when left out")
    .action((slug?: string) => rebuild(cli, slug));
  return command;
}

async function rebuild(cli: Cli, slug: string | undefined): Promise<void> {
  await withDatabase(cli, async (database) => {
    await prepareDatabase(database);
    for (const campaign of await listNamedCampaigns({ database }, slug)) {
      const differed = await rebuildSums({ database, now: () => new Date() }, operator, campaign);
      cli.print(describe(campaign.slug, differed));
    }
  });
}

function describe(slug: string, differed: readonly Drift[]): string {
  if (differed.length === 0) return `${slug}: the sums are what they should be; nothing was changed.`;
  const shown = differed
    .slice(0, mostShown)
    .map(({ where, roll, tallies }) => `  ${where}: was ${tallies}, is ${roll}`);
  const more = differed.length - shown.length;
  const count = differed.length.toLocaleString("en");
  return [
    `${slug}: ${count} figures differed and are right now.`,
    ...shown,
    ...(more > 0 ? [`  and ${more.toLocaleString("en")} more`] : []),
  ].join("\n");
}
