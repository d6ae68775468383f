import { createPublicKey } from "node:crypto";
import { parseCheckpoint } from "../../log/checkpoint.ts";
import { isSignedBy, parseNote } from "../../log/signed-note.ts";
import { hashLeaf, RootBuilder } from "../../platform/tree-hash.ts";
import { type Check, check, Problems } from "./check.ts";
import type { OpenedBundle } from "./open-bundle.ts";
import { readLeavesLine, type ShownLeaf } from "./read-leaf.ts";
import { readLines } from "./read-lines.ts";
import type { Manifest } from "./read-manifest.ts";

/** Checks that the checkpoint is that of the manifest and was signed with the key in the bundle. */
export async function checkCheckpoint(bundle: OpenedBundle, manifest: Manifest, key: Buffer): Promise<Check> {
  const note = parseNote((await bundle.read("checkpoint.txt")).toString("utf8"));
  const head = parseCheckpoint(note?.text ?? "");
  const { origin, size, root } = manifest.log;
  const problems: string[] = [];
  if (head?.origin !== origin || head.size !== size || head.root.toString("hex") !== root)
    problems.push("it is another one than the manifest says");
  const signer = { name: origin.split("/")[0] ?? origin, publicKey: createPublicKey(key) };
  if (!note || !isSignedBy(note, signer)) problems.push("its signature does not fit");
  return check("The checkpoint of the log was signed with the key in the bundle.", problems);
}

/** Gives the leaves that a bundle shows, in the order of the log; what is no leaf becomes a problem. */
export async function* readShownLeaves(bundle: OpenedBundle): AsyncGenerator<ShownLeaf> {
  for await (const line of readLines(await bundle.stream("leaves.txt"))) {
    const read = readLeavesLine(line);
    if (read && "key" in read) yield read;
  }
}

/** Checks that the leaves are those of the checkpoint, and that as many signatures count as the manifest says. */
export async function checkLeaves(bundle: OpenedBundle, manifest: Manifest): Promise<Check[]> {
  const tree = new RootBuilder();
  const problems = new Problems();
  const fields = new Problems();
  const foreign = new Problems();
  const counted = { byCountry: new Map<string, number>(), byPetition: new Map<string, number>() };
  for await (const line of readLines(await bundle.stream("leaves.txt"))) {
    const read = readLeavesLine(line);
    if (!read) {
      problems.add(`"${line.slice(0, 60)}" is no leaf`);
      continue;
    }
    if (!("key" in read)) {
      addSubtree(tree, read, problems);
      continue;
    }
    tree.add(hashLeaf(Buffer.from(read.text)));
    if (read.problem !== undefined) fields.add(`${read.key} ${read.problem}`);
    const sum = read.kind === "sign" ? 1 : -1;
    increase(counted.byCountry, read.country, sum);
    increase(counted.byPetition, read.petition, sum);
    const { country } = manifest.filter;
    if (country !== null && read.country !== country) foreign.add(`${read.key} is of ${read.country}`);
  }
  const isRoot = tree.size === manifest.log.size && tree.root().toString("hex") === manifest.log.root;
  if (!isRoot) problems.add("they lead to another root, or are more or fewer");
  return [
    problems.check("The leaves are those of the log, none changed, added or left out."),
    fields.check(
      "Names and postcodes are those that were signed with, and none is shown that was to be left out.",
    ),
    foreign.check("All of them are of the country that it is about."),
    checkCounts("country", counted.byCountry, manifest.counts.byCountry),
    checkCounts("petition", counted.byPetition, manifest.counts.byPetition),
  ];
}

function addSubtree(
  tree: RootBuilder,
  { height, hash }: { height: number; hash: Buffer },
  problems: Problems,
): void {
  try {
    tree.addSubtree(hash, height);
  } catch (error) {
    problems.add(error instanceof Error ? error.message : String(error));
  }
}

function increase(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

function checkCounts(by: string, counted: ReadonlyMap<string, number>, said: Record<string, number>): Check {
  const names = new Set([...counted.keys(), ...Object.keys(said)]);
  const problems = [...names].flatMap((name) => {
    const [found, expected] = [counted.get(name) ?? 0, said[name] ?? 0];
    return found === expected ? [] : [`${name}: ${found}, not ${expected}`];
  });
  return check(`As many of each ${by} count by the log as it says.`, problems);
}
