import { join, relative } from "node:path";
import { Command } from "commander";
import { checkNetwork } from "#campaigns/organisations/check-network.ts";
import { type LoadedOrganisation, loadNetwork } from "#campaigns/organisations/load-network.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { withTransaction } from "#campaigns/platform/in-transaction.ts";
import { showProblem } from "#campaigns/texts/yaml-file.ts";
import type { Cli } from "./cli.ts";
import { recordOperator } from "./operator.ts";
import { withDatabase } from "./with-database.ts";

/** The network that comes with Sheaf, relative to the current folder. */
const ownNetwork = () =>
  relative(process.cwd(), join(import.meta.dirname, "../campaigns/catalogue/network")) || ".";

/** `sheaf organisations`: check and load the organisations of a network, a file each. */
export function organisationsCommand(cli: Cli): Command {
  const command = new Command("organisations");
  command
    .command("check")
    .description("find what is wrong in a network's folder; changes nothing")
    .argument("[folder]", "the network's folder; the one that comes with Sheaf when left out")
    .action((folder?: string) => check(cli, folder ?? ownNetwork()));
  command
    .command("load")
    .description("bring a network's folder into the database; leaves alone what was edited in the console")
    .argument("[folder]", "the network's folder; the one that comes with Sheaf when left out")
    .action((folder?: string) => load(cli, folder ?? ownNetwork()));
  return command;
}

async function check({ print }: Cli, folder: string): Promise<void> {
  const { organisations, problems } = await checkNetwork(folder);
  if (problems.length === 0) {
    print(`${folder}: ${organisations.size} organisations. No problems found.`);
    return;
  }
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new DomainError("catalogue-refused", [...problems.map(showProblem), `${count} to fix.`].join("\n"));
}

const outcomes = {
  added: "added",
  changed: "changed",
  kept: "kept",
  edited: "edited in the console: left as it is",
} as const satisfies Record<LoadedOrganisation["outcome"], string>;

async function load(cli: Cli, folder: string): Promise<void> {
  const loaded = await withDatabase(cli, (database) =>
    withTransaction({ database }, async (inner) => {
      const done = await loadNetwork(inner, folder);
      const count = (what: string) => done.filter(({ outcome }) => outcome === what).length;
      const changes = { added: count("added"), changed: count("changed") };
      const isChanged = changes.added + changes.changed > 0;
      if (isChanged) await recordOperator(inner, "organisations.load", "organisations", changes);
      return done;
    }),
  );
  const width = Math.max(...loaded.map(({ slug }) => slug.length));
  for (const { slug, outcome } of loaded) cli.print(`${slug.padEnd(width)}  ${outcomes[outcome]}`);
}
