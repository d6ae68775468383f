import type { Keys } from "../platform/sealing/keys.ts";
import type { Database } from "./deps.ts";
import type { AuditEntry } from "./entry.model.ts";
import { beginning, hashEntry } from "./hash-entry.ts";
import type { AuditHead } from "./head.model.ts";
import type { KeptHead } from "./kept-head.ts";
import { signatureOf } from "./sign-head.ts";

/** Where the chain first breaks, and what that means. */
export type Break = {
  entry: number;
  kind: "changed" | "missing" | "inserted" | "cut-off" | "rewritten" | "forged-head";
  says: string;
};

/** The result of verifying the whole trail. */
export type ChainReport = {
  /** The number of intact entries. */
  entries: number;
  /** The last of them as `number:hash`, to be kept elsewhere and compared later. */
  head: string;
  /** The last entry vouched for by a signed head; later ones could still be rewritten unnoticed. */
  signedTo: number;
  broken?: Break;
};

type Link = { number: number; hash: string; previous: string };

/**
 * Reads the whole audit trail and names the first entry that was changed, removed, inserted, moved or cut off.
 * Signed heads reveal what a chain alone can't: a missing end, or a chain rehashed from some entry on.
 */
export async function verifyChain(
  { database, keys }: { database: Pick<Database, "audit" | "auditHeads">; keys: Keys },
  { kept, onProgress = () => undefined }: { kept?: KeptHead; onProgress?: (checked: number) => void } = {},
): Promise<ChainReport> {
  // Heads before entries: whatever a head vouches for must exist.
  const heads = await database.auditHeads.find().sort({ _id: 1 }).toArray();
  const vouched = new Map(heads.map((head) => [head._id, head]));
  let last: Link = { number: 0, hash: beginning, previous: "" };
  let signedTo = 0;
  const report = (broken?: Break): ChainReport => {
    const head = last.number > 0 ? `${last.number}:${last.hash}` : "";
    return { entries: last.number, head, signedTo, ...(broken && { broken }) };
  };
  for await (const entry of database.audit.find().sort({ _id: 1 })) {
    const head = vouched.get(entry._id);
    const broken = checkLink(last, entry) ?? checkHeads(keys, entry, head, kept);
    if (broken) return report(broken);
    if (head) signedTo = entry._id;
    last = { number: entry._id, hash: entry.hash, previous: entry.previous };
    onProgress(last.number);
  }
  return report(checkEnd(keys, last.number, heads, kept));
}

function checkLink(last: Link, entry: AuditEntry): Break | undefined {
  const expected = last.number + 1;
  if (!Number.isInteger(entry._id) || entry._id < expected) return inserted(expected, String(entry._id));
  if (entry._id > expected) {
    const until = entry._id > expected + 1 ? ` up to ${entry._id - 1}` : "";
    return {
      entry: expected,
      kind: "missing",
      says: `Entry ${expected}${until} is missing: it was removed.`,
    };
  }
  if (hashEntry(entry) !== entry.hash) return changed(expected);
  if (entry.previous === last.hash) return undefined;
  if (last.number === 0) return changed(expected);
  if (entry.previous === last.previous) return inserted(last.number, String(last.number));
  return {
    entry: last.number,
    kind: "changed",
    says: `Entry ${expected} does not follow on entry ${last.number}: that one was changed and hashed again, or what stood between them was removed.`,
  };
}

function checkHeads(
  keys: Keys,
  { _id, hash }: AuditEntry,
  head: AuditHead | undefined,
  kept: KeptHead | undefined,
): Break | undefined {
  if (head && !isGenuine(keys, head)) return forged(head);
  const isOther = (one: KeptHead | undefined) => one?._id === _id && one.hash !== hash;
  if (!isOther(head) && !isOther(kept)) return undefined;
  return {
    entry: _id,
    kind: "rewritten",
    says: `Entry ${_id} is not the one whose hash was ${isOther(head) ? "signed" : "kept"}: the trail was rewritten from some entry on, up to this one.`,
  };
}

function checkEnd(
  keys: Keys,
  last: number,
  heads: readonly AuditHead[],
  kept: KeptHead | undefined,
): Break | undefined {
  const beyond = heads.filter(({ _id }) => _id > last);
  const unsound = heads.find((head) => !isGenuine(keys, head));
  if (unsound) return forged(unsound);
  const most = Math.max(kept?._id ?? 0, ...beyond.map(({ _id }) => _id));
  if (most <= last) return undefined;
  return {
    entry: last + 1,
    kind: "cut-off",
    says: `The trail ends with entry ${last}, and it once had ${most}: entries from ${last + 1} on were cut off.`,
  };
}

function isGenuine(keys: Keys, head: AuditHead): boolean {
  return head.signature === signatureOf(keys, head);
}

function changed(entry: number): Break {
  const says = `Entry ${entry} is not what was noted: it was changed, or another one stands in its place.`;
  return { entry, kind: "changed", says };
}

function inserted(entry: number, name: string): Break {
  return { entry, kind: "inserted", says: `Entry ${name} was inserted: no entry follows on it.` };
}

function forged({ _id }: AuditHead): Break {
  return {
    entry: _id,
    kind: "forged-head",
    says: `The signed head of entry ${_id} was not signed with the key file: it was changed or made up.`,
  };
}
