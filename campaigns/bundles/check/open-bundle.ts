import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type Entry, openPromise } from "yauzl";
import { DomainError } from "../../platform/errors.ts";

/** A bundle that is being checked. */
export type OpenedBundle = {
  path: string;
  /** The names of its files, in their order. */
  names: string[];
  /** Names that are there more than once. */
  twice: string[];
  has(name: string): boolean;
  /** Streams a file. @throws DomainError `bundle-refused` when it is not there. */
  stream(name: string): Promise<Readable>;
  /** Reads a small file. @throws DomainError `bundle-refused` when it is not there, or too large. */
  read(name: string): Promise<Buffer>;
  close(): void;
};

/** Files that are read whole are smaller than this in a bundle of ours. */
const mostBytes = 4 << 20;

/** Opens a zip file to be checked. @throws what yauzl throws when it is none. */
export async function openBundle(path: string): Promise<OpenedBundle> {
  // It is read several times: yauzl would close it after the first.
  const zip = await openPromise(path, { autoClose: false });
  const entries = new Map<string, Entry>();
  const twice: string[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName)) twice.push(entry.fileName);
    entries.set(entry.fileName, entry);
  }
  const find = (name: string) => {
    const entry = entries.get(name);
    if (entry) return entry;
    throw new DomainError(
      "bundle-refused",
      `${name} is not in it: this is no bundle, or it was made by an older version.`,
    );
  };
  return {
    path,
    names: [...entries.keys()],
    twice,
    has: (name) => entries.has(name),
    stream: async (name) => zip.openReadStreamPromise(find(name)),
    async read(name) {
      const entry = find(name);
      if (entry.uncompressedSize > mostBytes)
        throw new DomainError("bundle-refused", `${name} is too large to be that of a bundle.`);
      return buffer(await zip.openReadStreamPromise(entry));
    },
    close: () => zip.close(),
  };
}
