import { createHmac } from "node:crypto";
import { isDuplicate } from "../platform/is-duplicate.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import type { Deps } from "./deps.ts";
import type { AuditHead } from "./head.model.ts";

/**
 * What became of the head: `signed`, `unchanged` since the last one, `empty`, or `behind`: the trail ends before an
 * entry that was signed, so somebody cut it off.
 */
export type SignedHead = {
  state: "signed" | "unchanged" | "empty" | "behind";
  /** Number and hash of the last entry, as `sheaf audit verify --head` takes them. */
  head: string;
};

/** Signs how far the audit trail has come, unless that is already signed. Several processes may do this at once. */
export async function signHead({
  database,
  keys,
  now,
}: Pick<Deps, "database" | "keys" | "now">): Promise<SignedHead> {
  // Heads first: an entry added in between makes the trail longer, never shorter.
  const [signed] = await database.auditHeads.find().sort({ _id: -1 }).limit(1).toArray();
  const [last] = await database.audit.find().sort({ _id: -1 }).limit(1).toArray();
  const head = last ? `${last._id}:${last.hash}` : "";
  if ((signed?._id ?? 0) > (last?._id ?? 0)) return { state: "behind", head };
  if (!last) return { state: "empty", head };
  if (signed?._id === last._id) return { state: "unchanged", head };
  const { _id, hash } = last;
  const entry: AuditHead = { _id, hash, at: now(), signature: signatureOf(keys, { _id, hash }) };
  await database.auditHeads.insertOne(entry).catch((error: unknown) => {
    if (!isDuplicate(error)) throw error;
  });
  return { state: "signed", head };
}

/** The signature of a head. */
export function signatureOf(keys: Keys, { _id, hash }: Pick<AuditHead, "_id" | "hash">): string {
  return createHmac("sha256", keys.blind("audit heads")).update(`${_id}:${hash}`).digest("hex");
}
