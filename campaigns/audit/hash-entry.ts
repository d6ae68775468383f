import { hash } from "node:crypto";
import { compactJson, type Json } from "../platform/canonical-json.ts";
import type { AuditEntry } from "./entry.model.ts";

/** What the first entry names as the hash of the one before it. */
export const beginning = "0".repeat(64);

/**
 * Hashes an entry: SHA-256, in hex, of its RFC 8785 JSON without the field `hash`. Whatever a document holds is hashed, so
 * that a field that was slipped in is noticed like one that was changed.
 */
export function hashEntry(entry: Omit<AuditEntry, "hash">): string {
  const { hash: _, ...rest }: Omit<AuditEntry, "hash"> & { hash?: string } = entry;
  const plain: Json = JSON.parse(JSON.stringify(rest));
  return hash("sha256", compactJson(plain));
}
