import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { openPromise } from "yauzl";

/** The files of a bundle, in the order of the zip file. */
export type BundleFiles = Map<string, Buffer>;

/** Reads all files of a bundle into memory. */
export async function readBundle(path: string): Promise<BundleFiles> {
  const files: BundleFiles = new Map();
  const zip = await openPromise(path);
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return files;
}

/** Unpacks a bundle as its receiver does. */
export function unpack(files: BundleFiles, folder: string): void {
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/** The lines of a CSV file by the names of its columns. */
export function readCsv(bytes: Buffer | undefined): Record<string, string>[] {
  return parse(bytes ?? Buffer.alloc(0), { columns: true, bom: true, record_delimiter: "\r\n" });
}

/** The text of one of its files. */
export function textOf(files: BundleFiles, name: string): string {
  return files.get(name)?.toString("utf8") ?? "";
}

/** SHA-256 in hex. */
export function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
