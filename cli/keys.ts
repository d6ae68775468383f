import { Command, InvalidArgumentError } from "commander";
import { discardKey } from "#campaigns/key-rotation/discard-key.ts";
import { type ListedKey, listKeys } from "#campaigns/key-rotation/list-keys.ts";
import { rotateKeys } from "#campaigns/key-rotation/rotate-keys.ts";
import { sumFields } from "#campaigns/key-rotation/sealed-under.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { prepareDatabase } from "#campaigns/platform/prepare-database.ts";
import { createKeys } from "#campaigns/platform/sealing/create-keys.ts";
import { keysPath } from "#campaigns/platform/sealing/keys-path.ts";
import type { Cli } from "./cli.ts";
import { interruptible } from "./interruptible.ts";
import { recordOperator } from "./operator.ts";
import { showProgress } from "./progress.ts";
import { withDatabase } from "./with-database.ts";

/** `sheaf keys`: the file with the keys. */
export function keysCommand(cli: Cli): Command {
  const command = new Command("keys");
  command
    .command("create")
    .description("make the key file of a new installation; one that is there stays")
    .action(() => create(cli));
  command
    .command("show")
    .description("list the sealing keys and how many fields each seals; shows no secret")
    .action(() => show(cli));
  command
    .command("rotate")
    .description("make a new sealing key and seal everything again under it, while people sign")
    .action(() => rotate(cli));
  command
    .command("discard")
    .description("take a sealing key out of the file once nothing is sealed under it")
    .argument("<id>", "the key's number", toId)
    .action((id: number) => discard(cli, id));
  return command;
}

async function create(cli: Cli): Promise<void> {
  const path = keysPath(cli.env);
  const outcome = await withDatabase(cli, async (database) => {
    const made = await createKeys({ database }, path);
    if (made === "created") await recordOperator({ database }, "keys.create", "keys");
    return made;
  });
  if (outcome === "kept") cli.print(`The keys in ${path} are there and fit the database.`);
  else
    cli.print(
      `New keys are in ${path}. Back this file up apart from the database: without it nothing opens again.`,
    );
}

async function show(cli: Cli): Promise<void> {
  const path = keysPath(cli.env);
  const keys = await withDatabase(cli, (database) => listKeys({ database }, path));
  cli.print(describe(keys));
}

async function rotate(cli: Cli): Promise<void> {
  const path = keysPath(cli.env);
  const progress = showProgress(cli.terminal, "fields");
  const now = () => new Date();
  const { keyId, resealed, unopened } = await interruptible((signal) =>
    withDatabase(cli, async (database) => {
      await prepareDatabase(database);
      // The key file is not part of a transaction: recorded before, and how it ended afterwards.
      await recordOperator({ database }, "keys.rotate", "keys");
      const rotated = await rotateKeys({ database, now }, { path, onProgress: progress.update, signal });
      await recordOperator({ database }, "keys.rotated", "keys", rotated);
      return rotated;
    }),
  ).finally(progress.end);
  cli.print(
    `Key ${keyId} seals everything: ${resealed.toLocaleString("en")} fields were sealed again under it.`,
  );
  cli.print(`Back up ${path} now. Older keys can go: sheaf keys show, then sheaf keys discard <id>.`);
  if (unopened > 0) {
    throw new DomainError(
      "keys-refused",
      `${unopened} fields do not open and stayed as they were, under older keys: they were altered. Restore them from your backup.`,
    );
  }
}

async function discard(cli: Cli, id: number): Promise<void> {
  const path = keysPath(cli.env);
  const now = () => new Date();
  await withDatabase(cli, async (database) => {
    await recordOperator({ database }, "keys.discard", "keys", { keyId: id });
    await discardKey({ database, now }, path, id);
    await recordOperator({ database }, "keys.discarded", "keys", { keyId: id });
  });
  cli.print(
    `Key ${id} is out of ${path}. Backups of the database from before need a backup of the file from before.`,
  );
}

function describe(keys: readonly ListedKey[]): string {
  const rows = keys.map(({ id, isCurrent, madeAt, fingerprint, fields }) => {
    const { signatures, pending, sheets, accounts, contacts } = fields;
    const counts = [signatures, pending, sheets, accounts, contacts, sumFields(fields)].map((count) =>
      count.toLocaleString("en"),
    );
    return [`${id}${isCurrent ? " *" : ""}`, madeAt.slice(0, 10), fingerprint, ...counts];
  });
  const all = [
    ["key", "made", "fingerprint", "signatures", "waiting", "new sheets", "accounts", "contacts", "fields"],
    ...rows,
  ];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  return [...all.map(line), "* seals what comes in now"].join("\n");
}

function toId(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1) throw new InvalidArgumentError("It is a number such as 1.");
  return id;
}
