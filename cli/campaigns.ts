import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { Command } from "commander";
import type { Database } from "#campaigns/open.ts";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import { exportCampaign } from "#campaigns/petitions/export-campaign.ts";
import { type LoadedCampaign, loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { publishTexts } from "#campaigns/petitions/publish-texts.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { withTransaction } from "#campaigns/platform/in-transaction.ts";
import { type Problem, showProblem } from "#campaigns/texts/yaml-file.ts";
import type { Cli } from "./cli.ts";
import { recordOperator } from "./operator.ts";
import { withDatabase } from "./with-database.ts";

const catalogue = join(import.meta.dirname, "../campaigns/catalogue");

/** `sheaf campaigns`: check, publish and load campaigns kept as folders of texts. */
export function campaignsCommand(cli: Cli): Command {
  const command = new Command("campaigns");
  command
    .command("check")
    .description("find what is wrong in a campaign's folder, or in all of the catalogue; changes nothing")
    .argument("[folder]", "the campaign's folder")
    .action((folder?: string) => check(cli, folder));
  command
    .command("publish")
    .description("lock the texts of today in published.yaml: from then on, new words need a new version")
    .argument("<folder>", "the campaign's folder")
    .action((folder: string) => publish(cli, folder));
  command
    .command("load")
    .description("bring a campaign's folder into the database; adds versions, never changes or removes one")
    .argument("<folder>", "the campaign's folder")
    .option("--new-only", "do nothing when the database has the campaign already")
    .action((folder: string, options: { newOnly?: boolean }) => load(cli, folder, options));
  command
    .command("export")
    .description("write a campaign of the database as a folder that load reads")
    .argument("<slug>", "the campaign's name in web addresses")
    .argument("<folder>", "a new folder")
    .action((slug: string, folder: string) => exportTo(cli, slug, folder));
  return command;
}

async function check({ print }: Cli, folder: string | undefined): Promise<void> {
  const problems: Problem[] = [];
  for (const each of folder === undefined ? await catalogueFolders() : [folder]) {
    const checked = await checkCatalogue(each);
    problems.push(...checked.problems);
    if (!checked.campaign) continue;
    const { petitions, languages, sources } = checked.campaign;
    const counts = `${petitions.length} petitions, ${languages.length} languages, ${sources.length} sources`;
    print(`${each}: ${counts}. No problems found.`);
    if (checked.unpublished.length === 0) continue;
    print(`Not in published.yaml yet: ${checked.unpublished.join(", ")}. When their words are final, run`);
    print(`  npm run sheaf -- campaigns publish ${each}`);
  }
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new DomainError("catalogue-refused", [...problems.map(showProblem), `${count} to fix.`].join("\n"));
}

async function publish({ print }: Cli, folder: string): Promise<void> {
  const added = await publishTexts(folder);
  if (added.length === 0) print("Every text is published already; nothing was changed.");
  else print(`Published: ${added.join(", ")}. Commit published.yaml together with the texts.`);
}

async function load(cli: Cli, folder: string, { newOnly }: { newOnly?: boolean }): Promise<void> {
  const loaded = await withDatabase(cli, async (database) => {
    if (newOnly && (await isLoaded(database, folder))) return undefined;
    return withTransaction({ database }, async (inner) => {
      const done = await loadCampaign(inner, folder);
      const versions = done.petitions.filter(({ outcome }) => outcome !== "kept").length;
      const isChanged = versions > 0 || done.outcome !== "kept";
      if (isChanged) await recordOperator(inner, "campaign.load", done.slug, { versions });
      return done;
    });
  });
  cli.print(loaded ? describe(loaded) : `${folder}: is there already, and stays as it is.`);
}

/** Changes made in the console are newer than a folder: restarting Sheaf is not meant to undo them. */
async function isLoaded(database: Database, folder: string): Promise<boolean> {
  const slug = (await checkCatalogue(folder)).campaign?.slug;
  return slug !== undefined && (await database.campaigns.exists({ _id: slug })) !== null;
}

async function exportTo(cli: Cli, slug: string, folder: string): Promise<void> {
  const names = await withDatabase(cli, (database) => exportCampaign({ database }, slug, folder));
  cli.print([`Written to ${folder}:`, ...names.map((name) => `  ${name}`)].join("\n"));
}

function describe({ slug, ordinal, outcome, petitions }: LoadedCampaign): string {
  const width = Math.max(...petitions.map(({ id }) => id.length), "petition".length);
  const row = (id: string, version: string, what: string) =>
    `${id.padEnd(width)}  ${version.padStart(7)}  ${what}`;
  return [
    `Campaign ${slug}, number ${ordinal}: ${outcome}.`,
    "",
    row("petition", "version", "outcome"),
    ...petitions.map((petition) => row(petition.id, String(petition.version), petition.outcome)),
  ].join("\n");
}

async function catalogueFolders(): Promise<string[]> {
  const entries = await readdir(catalogue, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // The network has a command of its own: sheaf organisations.
  const folders = names.filter((name) => name !== "network").map((name) => join(catalogue, name));
  return folders.sort().map((folder) => relative(process.cwd(), folder) || ".");
}
