import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";

/**
 * The list: a Bloom filter, which knows all that are in it and takes one other password in a thousand for one of them.
 */
export const breachedFile = new URL("breached-passwords.bloom", import.meta.url);

/** How many bits of the filter stand for one password. */
const bitsEach = 10;

let filter: Promise<Buffer> | undefined;

/**
 * Tells whether a password stands in lists of stolen ones, also without signs before and behind it ("Welcome123456!").
 */
export async function isBreached(password: string): Promise<boolean> {
  filter ??= readFile(breachedFile);
  const known = await filter;
  const plain = plainPassword(password);
  const bare = plain.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  return [plain, bare].some((one) => isIn(known, one));
}

/** A password as the list has it: capital letters make it no better. */
export function plainPassword(password: string): string {
  return password.normalize("NFKC").toLowerCase();
}

/** The bits that stand for a password in a filter of so many. */
export function bitsOf(plain: string, size: number): number[] {
  const digest = hash("sha256", plain, "buffer");
  const first = digest.readUIntBE(0, 6);
  const step = digest.readUIntBE(6, 6);
  return Array.from({ length: bitsEach }, (_, turn) => (first + turn * step) % size);
}

function isIn(known: Buffer, plain: string): boolean {
  return bitsOf(plain, known.length * 8).every(
    (bit) => (known.readUInt8(Math.floor(bit / 8)) >> (bit % 8)) & 1,
  );
}
