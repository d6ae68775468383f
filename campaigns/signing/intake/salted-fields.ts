import { createHmac } from "node:crypto";
import { hashLeaf, hashNode } from "../../platform/tree-hash.ts";

/** A field that can be shown to an official on its own. */
export type CommittedField = "name" | "postcode";

/**
 * The commitment to a signature's fields: the root of a tree of two leaves, the disclosures of name and postcode. With
 * a disclosure and the hash of the other one, anybody computes it; without the salt nobody can try out names.
 */
export function fieldsRoot(secret: string, fields: Record<CommittedField, string>): Buffer {
  return hashNode(fieldHash(secret, "name", fields.name), fieldHash(secret, "postcode", fields.postcode));
}

/** The hash that stands for a field that is not shown. */
export function fieldHash(secret: string, field: CommittedField, value: string): Buffer {
  return hashLeaf(Buffer.from(disclosure(secret, field, value)));
}

/** What shows a field: salt, name and value as a JSON array, after the disclosures of RFC 9901, section 4.2.1. */
export function disclosure(secret: string, field: CommittedField, value: string): string {
  return JSON.stringify([saltOf(secret, field), field, value]);
}

/** Each field has a salt of its own: showing one says nothing about another. */
function saltOf(secret: string, field: CommittedField): string {
  return createHmac("sha256", Buffer.from(secret, "base64url"))
    .update(field)
    .digest("base64url")
    .slice(0, 22);
}
