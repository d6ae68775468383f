import { Command } from "commander";
import { DomainError } from "#campaigns/platform/errors.ts";
import { accountsCommand } from "./accounts.ts";
import { auditCommand } from "./audit.ts";
import { bundleCommand } from "./bundle.ts";
import { campaignsCommand } from "./campaigns.ts";
import type { Cli } from "./cli.ts";
import { keysCommand } from "./keys.ts";
import { logCommand } from "./log.ts";
import { mailCommand } from "./mail.ts";
import { organisationsCommand } from "./organisations.ts";
import { recountCommand } from "./recount.ts";
import { sumsCommand } from "./sums.ts";
import { witnessCommand } from "./witness.ts";

const { stderr } = process;
const cli: Cli = {
  env: process.env,
  print: (text) => console.log(text),
  terminal: {
    isTTY: stderr.isTTY === true,
    columns: stderr.columns || 80,
    write: (text) => stderr.write(text),
  },
};

/** The operators' command; each sub-command has its file beside this one. */
const sheaf = new Command("sheaf")
  .description("Operate Sheaf: campaigns, bundles, counts, keys, mail, audit trail.")
  .showHelpAfterError()
  .addCommand(campaignsCommand(cli))
  .addCommand(organisationsCommand(cli))
  .addCommand(bundleCommand(cli))
  .addCommand(recountCommand(cli))
  .addCommand(sumsCommand(cli))
  .addCommand(accountsCommand(cli))
  .addCommand(keysCommand(cli))
  .addCommand(mailCommand(cli))
  .addCommand(auditCommand(cli))
  .addCommand(logCommand(cli))
  .addCommand(witnessCommand(cli));

try {
  await sheaf.parseAsync();
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error(error.message);
  process.exitCode = error.code === "interrupted" ? 130 : 1;
}
