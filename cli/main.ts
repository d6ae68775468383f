import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { Command } from "commander";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Cli } from "./cli.ts";

// What was compiled once starts at once the next time; where nothing can be written, it starts as it did.
enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/sheaf"));

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

type Listed = { does: string; open(cli: Cli): Promise<Command> };

/** Each sub-command has its file beside this one, which is read when it is called. */
const commands: Readonly<Record<string, Listed>> = {
  campaigns: {
    does: "Campaigns as folders of texts",
    open: async (to) => (await import("./campaigns.ts")).campaignsCommand(to),
  },
  organisations: {
    does: "Organisations of the network, a file each",
    open: async (to) => (await import("./organisations.ts")).organisationsCommand(to),
  },
  bundle: {
    does: "write the counted signatures of a campaign, with texts, counts and checksums, into a zip file",
    open: async (to) => (await import("./bundle.ts")).bundleCommand(to),
  },
  verify: {
    does: "check a bundle: its signature, its files, and that every signature is there once",
    open: async (to) => (await import("./verify.ts")).verifyCommand(to),
  },
  recount: {
    does: "count roll, sheets and log again and compare them with tallies, sums and total, while people sign; changes nothing",
    open: async (to) => (await import("./recount.ts")).recountCommand(to),
  },
  sums: {
    does: "The sums that the dashboard reads",
    open: async (to) => (await import("./sums.ts")).sumsCommand(to),
  },
  accounts: {
    does: "Who signs in to the console",
    open: async (to) => (await import("./accounts.ts")).accountsCommand(to),
  },
  keys: {
    does: "The file with the keys",
    open: async (to) => (await import("./keys.ts")).keysCommand(to),
  },
  mail: {
    does: "How mails leave, and what receivers look up about them",
    open: async (to) => (await import("./mail.ts")).mailCommand(to),
  },
  audit: {
    does: "The trail of what accounts did",
    open: async (to) => (await import("./audit.ts")).auditCommand(to),
  },
  log: {
    does: "The logs of the campaigns: what happened to each roll",
    open: async (to) => (await import("./log.ts")).logCommand(to),
  },
  witness: {
    does: "Watch the log of a campaign from outside, and sign what was seen",
    open: async (to) => (await import("./witness.ts")).witnessCommand(to),
  },
};

/** The operators' command. */
const sheaf = new Command("sheaf")
  .description("Operate Sheaf: campaigns, bundles, counts, keys, mail, audit trail.")
  .showHelpAfterError();
const [first, second] = process.argv.slice(2);
const called = first === "help" ? second : first;
for (const [name, { does, open }] of Object.entries(commands)) {
  const command = name === called ? await open(cli) : new Command(name);
  sheaf.addCommand(command.description(does));
}

try {
  await sheaf.parseAsync();
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error(error.message);
  process.exitCode = error.code === "interrupted" ? 130 : 1;
}
