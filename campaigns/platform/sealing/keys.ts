import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import type { KeyFile } from "./key-file.ts";

/** The keys in use by one process. */
export type Keys = {
  /** The sealing key of today and its id. */
  current(): { id: number; key: KeyObject };
  /** A sealing key by id; undefined when the file does not hold it. */
  sealing(id: number): KeyObject | undefined;
  /** The key that makes the nullifiers of one campaign; nullifiers of two campaigns can't be linked. */
  nullifier(campaign: string): KeyObject;
  /** The key behind receipts and links. */
  links(): KeyObject;
  /** A key for what must not be told from the value alone, e.g. addresses of visitors in Redis. */
  blind(purpose: string): KeyObject;
  /** Short values that show which keys are in use without giving them away, by name. */
  fingerprints(): Record<string, string>;
  /** Takes the sealing keys of a newer file; one with another identity or links key is another file, and is not taken. */
  replace(file: KeyFile): void;
};

/** Makes the keys of a process from its key file. */
export function openKeys(first: KeyFile): Keys {
  let file = first;
  let ring = openRing(file);
  const derived = new Map<string, KeyObject>();
  const derive = (secret: string, purpose: string) => {
    const known = derived.get(purpose);
    if (known) return known;
    const bytes = hkdfSync("sha256", Buffer.from(secret, "base64"), Buffer.alloc(0), `sheaf ${purpose}`, 32);
    const key = createSecretKey(Buffer.from(bytes));
    derived.set(purpose, key);
    return key;
  };
  return {
    current: () => ring.current,
    sealing: (id) => ring.byId.get(id),
    nullifier: (campaign) => derive(file.identity, `nullifier ${campaign}`),
    links: () => derive(file.links, "links"),
    blind: (purpose) => derive(file.identity, `blind ${purpose}`),
    fingerprints: () => fingerprints(file),
    replace(newer) {
      if (newer.identity !== file.identity || newer.links !== file.links) return;
      file = newer;
      ring = openRing(newer);
    },
  };
}

function openRing(file: KeyFile) {
  const byId = new Map(file.sealing.map((key) => [key.id, createSecretKey(key.secret, "base64")]));
  const key = byId.get(file.current);
  if (!key) throw new RangeError("The current sealing key is not in the key file.");
  return { byId, current: { id: file.current, key } };
}

function fingerprints(file: KeyFile): Record<string, string> {
  const of = (secret: string) =>
    createHmac("sha256", Buffer.from(secret, "base64"))
      .update("sheaf fingerprint")
      .digest("hex")
      .slice(0, 16);
  const sealing = file.sealing.map((key) => [`sealing-${key.id}`, of(key.secret)]);
  return Object.fromEntries([["identity", of(file.identity)], ["links", of(file.links)], ...sealing]);
}
