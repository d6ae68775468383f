import { Command, InvalidArgumentError } from "commander";
import { type KeptHead, keptHeadPath, parseHead, readKeptHead } from "#campaigns/audit/kept-head.ts";
import { type ChainReport, verifyChain } from "#campaigns/audit/verify-chain.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { openCheckedKeys } from "#campaigns/platform/sealing/check-keys.ts";
import { keysPath } from "#campaigns/platform/sealing/keys-path.ts";
import type { Cli } from "./cli.ts";
import { showProgress } from "./progress.ts";
import { withDatabase } from "./with-database.ts";

type Options = { head?: KeptHead };

/** `sheaf audit`: the audit trail of accounts. */
export function auditCommand(cli: Cli): Command {
  const command = new Command("audit");
  command
    .command("verify")
    .description("read the whole trail and name the first entry that was changed, removed or inserted")
    .option(
      "--head <number:hash>",
      "a head that was kept elsewhere (a log, a mail): the trail must still hold it",
      toHead,
    )
    .action((options: Options) => verify(cli, options));
  return command;
}

async function verify(cli: Cli, { head }: Options): Promise<void> {
  const kept = head ?? (await readKeptHead(keptHeadPath(cli.env)));
  const progress = showProgress(cli.terminal, "entries");
  const report = await withDatabase(cli, async (database) => {
    const keys = await openCheckedKeys({ database }, keysPath(cli.env));
    const expected = await database.audit.estimatedDocumentCount();
    const onProgress = (checked: number) => progress.update(checked, expected);
    const found = await verifyChain({ database, keys }, { ...(kept && { kept }), onProgress });
    // Every account was added by an act that is an entry.
    const isGone = found.entries === 0 && !found.broken && (await database.accounts.findOne({})) !== null;
    if (isGone) throw new DomainError("audit-broken", gone);
    return found;
  }).finally(progress.end);
  if (report.broken) throw new DomainError("audit-broken", describeBreak(report));
  cli.print(describe(report));
  if (!kept) cli.print(withoutHead);
}

const gone =
  "The audit trail is empty, and there are accounts, which are never made without an entry: it was removed.";
const withoutHead =
  "Nothing outside the database was there to compare with (no --head, no audit-head in SHEAF_DATA): an end that was cut off can't be seen.";

function describe({ entries, head, signedTo }: ChainReport): string {
  if (entries === 0) return "The audit trail is empty.";
  const count = entries.toLocaleString("en");
  const unsigned =
    signedTo < entries
      ? ` Those after ${signedTo} are not signed yet: workers sign once a minute.`
      : " The last one is signed.";
  return `All ${count} entries are as they were noted.${unsigned}\nKeep this elsewhere, and compare it another day with --head:\n  ${head}`;
}

function describeBreak({ entries, head, broken }: ChainReport): string {
  const before =
    entries > 0
      ? `\nThe ${entries.toLocaleString("en")} before it follow on each other; the last is ${head}.`
      : "";
  return `The audit trail is broken at entry ${broken?.entry}. ${broken?.says}${before}`;
}

function toHead(text: string): KeptHead {
  const head = parseHead(text);
  if (!head)
    throw new InvalidArgumentError("It is a number, a colon and 64 hex digits, as verify prints them.");
  return head;
}
