import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { DomainError } from "../../platform/errors.ts";
import { commentLength, containerStatement, readContainerSignature } from "../sign-container.ts";
import { type Check, check } from "./check.ts";
import type { OpenedBundle } from "./open-bundle.ts";

/** Files that others check and that are not checked by their own hash. */
const unsummed = new Set(["SHA256SUMS", "SHA256SUMS.sig"]);

/** Checks that what is in a bundle was signed, all of it and nothing else. */
export async function checkFiles(bundle: OpenedBundle, key: Buffer): Promise<Check[]> {
  const [sums, signature] = [await bundle.read("SHA256SUMS"), await bundle.read("SHA256SUMS.sig")];
  const promised = parseSums(sums.toString("utf8"));
  const unsigned = bundle.names.filter((name) => !unsummed.has(name) && !promised.has(name));
  const missing = [...promised.keys()].filter((name) => !bundle.has(name));
  const publicKey = createPublicKey(key);
  const isSigned = verify(null, sums, publicKey, signature);
  return [
    check("Every file in it is signed for, and none is missing.", [
      ...bundle.twice.map((name) => `${name} is there twice`),
      ...unsigned.map((name) => `${name} is not signed for`),
      ...missing.map((name) => `${name} is missing`),
    ]),
    check(
      "The list of files was signed with the key in the bundle.",
      isSigned ? [] : ["the signature does not fit"],
    ),
    check("Every file is as it was signed.", await changedFiles(bundle, promised)),
    check("The zip file is as it was signed, byte by byte.", await checkContainer(bundle.path, publicKey)),
  ];
}

/** Checks whose key it is. */
export function checkKey(key: Buffer, known: string | undefined): Check {
  if (known === undefined)
    return { says: "Whose key it is was not checked: give the one that their site publishes, with --key." };
  const isKnown = createPublicKey(known).equals(createPublicKey(key));
  return check("The key is the one that you were given.", isKnown ? [] : ["it is another key"]);
}

/** Hashes by name, from the lines that `sha256sum` reads. */
function parseSums(text: string): Map<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  const sums = lines.map((line) => /^([0-9a-f]{64}) {2}([^\\]+)$/.exec(line));
  if (!sums.every((one) => one !== null))
    throw new DomainError("bundle-refused", "SHA256SUMS has a line that is none.");
  return new Map(sums.map(([, hash = "", name = ""]) => [name, hash]));
}

async function changedFiles(bundle: OpenedBundle, promised: ReadonlyMap<string, string>): Promise<string[]> {
  const changed: string[] = [];
  for (const [name, expected] of promised) {
    if (!bundle.has(name)) continue;
    const hash = createHash("sha256");
    try {
      for await (const chunk of await bundle.stream(name)) hash.update(chunk);
    } catch (cause) {
      changed.push(`${name} can't be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      continue;
    }
    if (hash.digest("hex") !== expected) changed.push(`${name} was changed`);
  }
  return changed;
}

async function checkContainer(path: string, publicKey: KeyObject): Promise<string[]> {
  const end = (await stat(path)).size - commentLength;
  const signature = end > 0 ? readContainerSignature(await readFrom(path, end)) : undefined;
  if (!signature) return ["it was packed by another program, or its end was changed"];
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { end: end - 1 })) hash.update(chunk);
  const isSigned = verify(null, containerStatement(hash.digest("hex")), publicKey, signature);
  return isSigned ? [] : ["something in it was changed"];
}

async function readFrom(path: string, start: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(commentLength), 0, commentLength, start);
    return buffer;
  } finally {
    await file.close();
  }
}
