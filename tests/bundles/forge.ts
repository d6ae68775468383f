import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { openPack } from "#campaigns/bundles/pack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type BundleFiles, sha256 } from "./read-bundle.ts";

/** Packs files as a bundle is packed, the zip file signed with a key; their own list stays as it is. */
export async function packFiles(
  files: Iterable<readonly [string, Buffer]>,
  privateKey: KeyObject,
): Promise<string> {
  const path = join(temporaryFolder(), "changed.zip");
  const pack = openPack([createWriteStream(path)], privateKey, undefined);
  for (const [name, bytes] of files) pack.addText(name, bytes);
  await pack.finish();
  return path;
}

/** Makes and signs the list of files anew, as somebody would who holds the key. */
export function signFiles(files: BundleFiles, privateKey: KeyObject): BundleFiles {
  const signed = new Map(files);
  const named = [...signed].filter(([name]) => !name.startsWith("SHA256SUMS"));
  const sums = Buffer.from(named.map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join(""));
  signed.set("SHA256SUMS", sums);
  signed.set("SHA256SUMS.sig", sign(null, sums, privateKey));
  return signed;
}

/** The key of a forger, and the files signed with it, the key among them. */
export function forge(files: BundleFiles): { files: BundleFiles; privateKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const forged = new Map(files);
  forged.set("public-key.pem", Buffer.from(publicKey.export({ type: "spki", format: "pem" })));
  return { files: signFiles(forged, privateKey), privateKey };
}

/** Replaces something in the text of a file. @throws Error when it is not there. */
export function edit(files: BundleFiles, name: string, from: string | RegExp, to: string): BundleFiles {
  const text = files.get(name)?.toString("utf8") ?? "";
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${name} has nothing like ${from}.`);
  return new Map(files).set(name, Buffer.from(changed));
}
