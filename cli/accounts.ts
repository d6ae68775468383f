import { randomBytes } from "node:crypto";
import { Command, Option } from "commander";
import { isRole, type Role, roles } from "#campaigns/access/account.ts";
import { secretariat } from "#campaigns/access/secretariat.ts";
import { addAccount } from "#campaigns/accounts/add-account.ts";
import { findAccountByEmail } from "#campaigns/accounts/find-account.ts";
import { mustSuit } from "#campaigns/accounts/invite-account.ts";
import { listAccounts } from "#campaigns/accounts/list-accounts.ts";
import { resetAccount } from "#campaigns/accounts/reset-account.ts";
import { needsSecondStep } from "#campaigns/accounts/second-step.ts";
import type { Database } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { withTransaction } from "#campaigns/platform/in-transaction.ts";
import { isFrameLocale } from "#campaigns/platform/languages/languages.ts";
import { prepareDatabase } from "#campaigns/platform/prepare-database.ts";
import { openCheckedKeys } from "#campaigns/platform/sealing/check-keys.ts";
import type { Keys } from "#campaigns/platform/sealing/keys.ts";
import { keysPath } from "#campaigns/platform/sealing/keys-path.ts";
import type { Cli } from "./cli.ts";
import { recordOperator } from "./operator.ts";
import { withDatabase } from "./with-database.ts";

type AddOptions = { name: string; role: string; organisation: string; language: string; firstOnly?: boolean };

/** `sheaf accounts`: who signs in to the console. */
export function accountsCommand(cli: Cli): Command {
  const command = new Command("accounts");
  command
    .command("add")
    .description("make an account and print its password once")
    .argument("<email>")
    .option("--name <name>", "what it is called in the console", "Organiser")
    .addOption(new Option("--role <role>").choices(roles).default("secretariat"))
    .option("--organisation <slug>", "the one it belongs to", secretariat)
    .option("--language <code>", "the language that the console speaks to it", "en")
    .option("--first-only", "do nothing when there is an account already")
    .action((email: string, options: AddOptions) => add(cli, email, options));
  command
    .command("reset")
    .description("give an account a new password, print it once, and take its second steps away")
    .argument("<email>")
    .action((email: string) => reset(cli, email));
  command
    .command("list")
    .description("list all accounts")
    .action(() => list(cli));
  return command;
}

/** A password of 18 random bytes: long enough to pass the password rules. */
async function makePassword(): Promise<string> {
  // Its word lists take a while to read, and listing accounts needs none.
  const { passwordProblem } = await import("#campaigns/accounts/check-new-password.ts");
  for (;;) {
    const password = randomBytes(18).toString("base64url");
    if (!(await passwordProblem(password, []))) return password;
  }
}

async function add(cli: Cli, email: string, options: AddOptions): Promise<void> {
  const { name, organisation, language } = options;
  const role: Role = isRole(options.role) ? options.role : "organiser";
  if (!isFrameLocale(language))
    throw new DomainError("configuration", `There is no language "${language}" in Sheaf.`);
  const password = await makePassword();
  const isAdded = await withAccounts(cli, async (deps) => {
    if (options.firstOnly && (await deps.database.accounts.findOne({}))) return false;
    await mustSuit(deps, { role, organisation });
    const account = { name, email, organisation, role, locale: language, password };
    return withTransaction(deps, async (inner) => {
      const { id } = await addAccount(inner, account);
      await recordOperator(inner, "account.add", `account/${id}`, { role, organisation });
      return true;
    });
  });
  if (!isAdded) return;
  cli.print(`address   ${email}\npassword  ${password}`);
  if (needsSecondStep(role))
    cli.print("Set up its second step after the first sign-in: it is needed from the second one on.");
}

async function reset(cli: Cli, email: string): Promise<void> {
  const password = await makePassword();
  await withAccounts(cli, async (deps) => {
    const stored = await findAccountByEmail(deps, email);
    if (!stored) throw new DomainError("not-found", "There is no account with this address.");
    await withTransaction(deps, async (inner) => {
      await resetAccount(inner, stored, password);
      await recordOperator(inner, "account.reset", `account/${stored._id.toHexString()}`);
    });
  });
  cli.print(`address   ${email}\npassword  ${password}`);
}

async function list(cli: Cli): Promise<void> {
  const everywhere = { role: "secretariat", organisation: secretariat } as const;
  const accounts = await withAccounts(cli, (deps) => listAccounts(deps, everywhere));
  const rows = accounts.map(({ email, name, organisation, role, state }) => [
    email,
    name,
    organisation,
    role,
    state,
  ]);
  const all = [["address", "name", "organisation", "role", "state"], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  cli.print(all.map((row) => line(row).trimEnd()).join("\n"));
}

type AccountDeps = { database: Database; keys: Keys; now: () => Date };

function withAccounts<Outcome>(cli: Cli, act: (deps: AccountDeps) => Promise<Outcome>): Promise<Outcome> {
  return withDatabase(cli, async (database) => {
    await prepareDatabase(database);
    const keys = await openCheckedKeys({ database }, keysPath(cli.env));
    return act({ database, keys, now: () => new Date() });
  });
}
