import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { DomainError } from "../platform/errors.ts";

/** A mail header: its name, and its value as sent over the wire, folded or not. */
export type Header = readonly [name: string, value: string];

/** What mails are signed with; `key` is RSA with at least 2048 bits, or Ed25519. */
export type DkimKey = { domain: string; selector: string; key: KeyObject };

/** Signs a mail whose body comes in pieces and ends in one line break; returns the DKIM-Signature header. */
export type DkimSigner = (headers: readonly Header[], body: readonly Buffer[]) => Promise<Header>;

const signAside = promisify(sign);

/**
 * Reads the key that SHEAF_DKIM_KEY names; undefined when none is named, because then the mail server signs.
 * @throws DomainError `configuration` when it can't be read or is too weak.
 */
export function readDkimKey(settings: {
  path: string;
  domain: string;
  selector: string;
}): DkimKey | undefined {
  if (settings.path === "") return undefined;
  try {
    const key = createPrivateKey(readFileSync(settings.path));
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (key.asymmetricKeyType === "ed25519" || (key.asymmetricKeyType === "rsa" && bits >= 2048))
      return { domain: settings.domain, selector: settings.selector, key };
  } catch (cause) {
    throw new DomainError("configuration", `The key in SHEAF_DKIM_KEY can't be read: ${settings.path}.`, {
      cause,
    });
  }
  throw new DomainError(
    "configuration",
    "SHEAF_DKIM_KEY must be an RSA key of 2048 bits or more, or Ed25519.",
  );
}

/**
 * Creates a signer (RFC 6376, relaxed/simple). It covers every header it is given, including List-Unsubscribe and
 * List-Unsubscribe-Post, and From, To and Subject once more, so that none can be added. The cryptography runs off
 * the event loop.
 */
export function createDkimSigner({ domain, selector, key }: DkimKey): DkimSigner {
  const isRsa = key.asymmetricKeyType === "rsa";
  const tags = `v=1; a=${isRsa ? "rsa" : "ed25519"}-sha256; c=relaxed/simple; d=${domain}; s=${selector};`;
  return async (headers, body) => {
    const hash = createHash("sha256");
    for (const piece of body) hash.update(piece);
    const bodyHash = hash.digest("base64");
    const names = [...headers.map(([name]) => name.toLowerCase()), "from", "to", "subject"];
    const value = `${tags}\r\n h=${foldNames(names)};\r\n bh=${bodyHash};\r\n b=`;
    const signed = [...headers.map(relaxed), relaxed(["DKIM-Signature", value])].join("\r\n");
    const bytes = Buffer.from(signed, "utf8");
    // Ed25519 signs the hash (RFC 8463), RSA hashes by itself.
    const signature = isRsa
      ? await signAside("sha256", bytes, key)
      : await signAside(null, createHash("sha256").update(bytes).digest(), key);
    return ["DKIM-Signature", value + foldSignature(signature.toString("base64"))];
  };
}

function relaxed([name, value]: Header): string {
  return `${name.toLowerCase()}:${value
    .replace(/\r\n/g, "")
    .replace(/[ \t]+/g, " ")
    .trim()}`;
}

function foldNames(names: readonly string[]): string {
  return names.join(":").replace(/(.{50,}?):/g, "$1:\r\n  ");
}

function foldSignature(signature: string): string {
  return signature.replace(/.{70}(?=.)/g, "$&\r\n  ");
}
