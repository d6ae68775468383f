import { hash } from "node:crypto";
import { compactJson, type Json } from "../platform/canonical-json.ts";
import type { AuditEntry } from "./entry.model.ts";

/** What the first entry has as the hash of the one before it. */
export const beginning = "0".repeat(64);

/**
 * Hashes an entry: SHA-256, in hex, of its RFC 8785 JSON without the field `hash`. Everything in a document is
 * hashed, so an added field is noticed just like a changed one.
 */
export function hashEntry(entry: Omit<AuditEntry, "hash">): string {
  const { hash: _, ...rest }: Omit<AuditEntry, "hash"> & { hash?: string } = entry;
  const plain: Json = JSON.parse(JSON.stringify(rest));
  return hash("sha256", compactJson(plain));
}
