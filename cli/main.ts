import { Command } from "commander";
import { DomainError } from "#campaigns/errors.ts";
import { campaignsCommand } from "./campaigns.ts";
import type { Cli } from "./cli.ts";
import { keysCommand } from "./keys.ts";

const cli: Cli = { env: process.env, print: (text) => console.log(text) };

/** The operators' command; each sub-command has its file beside this one. */
const sheaf = new Command("sheaf")
  .description("Operate Sheaf: campaigns, keys, bundles.")
  .showHelpAfterError()
  .addCommand(campaignsCommand(cli))
  .addCommand(keysCommand(cli));

try {
  await sheaf.parseAsync();
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
