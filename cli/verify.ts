import { readFile } from "node:fs/promises";
import { Command } from "commander";
import type { Check } from "#campaigns/bundles/check/check.ts";
import { verifyBundle } from "#campaigns/bundles/check/verify-bundle.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Cli } from "./cli.ts";

/** `sheaf verify`: for whoever was given a bundle. It needs neither the database nor our keys. */
export function verifyCommand(cli: Cli): Command {
  return new Command("verify")
    .description("check a bundle: its signature, its files, and that every signature is there once")
    .argument("<file>", "the zip file")
    .option("--key <file>", "the public key that the site of the campaign publishes at /key.pem")
    .action((file: string, { key }: { key?: string }) => verify(cli, file, key));
}

async function verify(cli: Cli, file: string, keyFile: string | undefined): Promise<void> {
  const known = keyFile === undefined ? undefined : await readFile(keyFile, "utf8");
  const { checks, keySha256 } = await verifyBundle(file, known);
  cli.print([...checks.map(describe), `SHA-256 of the key: ${keySha256}`].join("\n"));
  const failed = checks.filter(({ problem }) => problem !== undefined).length;
  if (failed > 0)
    throw new DomainError(
      "bundle-refused",
      `This bundle does not hold: ${failed} of ${checks.length} checks failed.`,
    );
  cli.print("This bundle holds.");
}

function describe({ says, problem }: Check): string {
  return problem === undefined ? `  ok  ${says}` : `  NO  ${says} ${problem}.`;
}
