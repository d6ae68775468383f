import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import type { KeyFile } from "./key-file.ts";

/** The keys in use by one process. */
export type Keys = {
  /** The current sealing key and its id. */
  current(): { id: number; key: KeyObject };
  /** A sealing key by id; undefined when the file does not have it. */
  sealing(id: number): KeyObject | undefined;
  /** The key that makes the nullifiers of one campaign; nullifiers of two campaigns can't be linked. */
  nullifier(campaign: string): KeyObject;
  /** The key behind receipts and links. */
  links(): KeyObject;
  /** A key for values that would otherwise be easy to guess, such as visitors' addresses in Redis. */
  blind(purpose: string): KeyObject;
  /** The Ed25519 key that signs the logs and bundles of this installation. */
  signing(): KeyObject;
  /** Short values by name that show which keys are in use without revealing them. */
  fingerprints(): Record<string, string>;
  /**
   * Takes over the sealing keys of a newer file; false, and nothing changes, for one with another identity or links
   * key.
   */
  replace(file: KeyFile): boolean;
};

/** Builds a process's keys from its key file. */
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
  let signing: KeyObject | undefined;
  return {
    current: () => ring.current,
    sealing: (id) => ring.byId.get(id),
    nullifier: (campaign) => derive(file.identity, `nullifier ${campaign}`),
    links: () => derive(file.links, "links"),
    blind: (purpose) => derive(file.identity, `blind ${purpose}`),
    signing: () => {
      signing ??= ed25519Key(derive(file.identity, "signing").export());
      return signing;
    },
    fingerprints: () => fingerprints(file),
    replace(newer) {
      if (newer.identity !== file.identity || newer.links !== file.links) return false;
      file = newer;
      ring = openRing(newer);
      return true;
    },
  };
}

/** The public key that checks what `signing` signed, as openssl reads it. */
export function publicKeyPem(keys: Pick<Keys, "signing">): string {
  return createPublicKey(keys.signing()).export({ type: "spki", format: "pem" }).toString();
}

/** What stands before the 32 secret bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");

function ed25519Key(secret: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, secret]), format: "der", type: "pkcs8" });
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
