import { Command } from "commander";
import { keysPath } from "#campaigns/config.ts";
import { createKeys } from "#campaigns/sealing/create-keys.ts";
import type { Cli } from "./cli.ts";
import { withDatabase } from "./with-database.ts";

/** `sheaf keys`: the file with the keys. */
export function keysCommand(cli: Cli): Command {
  const command = new Command("keys").description("The file with the keys");
  command
    .command("create")
    .description("make the key file of a new installation; one that is there stays")
    .action(() => create(cli));
  return command;
}

async function create(cli: Cli): Promise<void> {
  const path = keysPath(cli.env);
  const outcome = await withDatabase(cli, (database) => createKeys({ database }, path));
  if (outcome === "kept") cli.print(`The keys in ${path} are there and fit the database.`);
  else
    cli.print(
      `New keys are in ${path}. Back this file up apart from the database: without it nothing opens again.`,
    );
}
