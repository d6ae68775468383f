import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { Command } from "commander";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { checkGrowth, type SeenLog } from "#campaigns/log/check-growth.ts";
import { cosign, cosignatureType } from "#campaigns/log/cosignature.ts";
import { verifierText } from "#campaigns/log/signed-note.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Cli } from "./cli.ts";
import { openPublishedLog } from "./published-log.ts";

const witnessFile = Type.Object({
  name: Type.String(),
  privateKey: Type.String(),
  /** By the log's address: its key and the last checkpoint that was signed. */
  seen: Type.Record(
    Type.String(),
    Type.Object({ key: Type.String(), size: Type.Integer(), root: Type.String() }),
  ),
});
type WitnessFile = Static<typeof witnessFile>;

/** `sheaf witness`: for those outside who watch that a log only grows. It needs neither the database nor its keys. */
export function witnessCommand(cli: Cli): Command {
  const command = new Command("witness");
  command
    .command("new")
    .description("make a witness's key; prints the public key for those who run the log")
    .argument("<name>", "the host of your organisation, such as newspaper.example")
    .requiredOption("--file <file>", "a new file for the secret key and what was seen")
    .action((name: string, { file }: { file: string }) => create(cli, name, file));
  command
    .command("sign")
    .description("check that a log only grew since the last time, and sign its newest checkpoint")
    .argument("<address>", "of the log, such as https://sheaf.example/log/stop-sex-trafficking")
    .requiredOption("--file <file>", "the file of sheaf witness new")
    .action((address: string, { file }: { file: string }) => sign(cli, address, file));
  return command;
}

async function create(cli: Cli, name: string, file: string): Promise<void> {
  if (!/^[a-z0-9.-]{1,100}$/.test(name))
    throw new DomainError("witness-refused", "The name is a host: small letters, digits, dots and hyphens.");
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const secret = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const made: WitnessFile = { name, privateKey: secret, seen: {} };
  await writeFile(file, JSON.stringify(made, null, 2), { mode: 0o600, flag: "wx" });
  cli.print(verifierText({ name, publicKey }, cosignatureType));
}

async function sign(cli: Cli, address: string, file: string): Promise<void> {
  const witness = await readWitness(file);
  const log = openPublishedLog(address);
  const seen = toSeen(witness.seen[address]) ?? { key: await log.key(), size: 0, root: undefined };
  const checkpoint = await checkGrowth(log, seen);
  const privateKey = createPrivateKey(witness.privateKey);
  const verifier = { name: witness.name, publicKey: createPublicKey(privateKey) };
  // Kept before it is sent: what was signed is never forgotten.
  const { size, root } = checkpoint;
  witness.seen[address] = { key: seen.key, size, root: root.toString("base64") };
  await writeFile(`${file}.new`, JSON.stringify(witness, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  await log.cosign(size, cosign(checkpoint.text, verifier, privateKey, new Date()));
  cli.print(`${checkpoint.origin} only grew, to ${size} leaves: signed as ${witness.name}.`);
}

function toSeen(kept: WitnessFile["seen"][string] | undefined): SeenLog | undefined {
  return kept && { ...kept, root: Buffer.from(kept.root, "base64") };
}

async function readWitness(file: string): Promise<WitnessFile> {
  const kept: unknown = JSON.parse(await readFile(file, "utf8"));
  return Value.Parse(witnessFile, kept);
}
