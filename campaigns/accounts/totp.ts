import type { Types } from "mongoose";
import { Secret, TOTP } from "otpauth";
import type { Keys } from "../platform/sealing/keys.ts";
import { sealText, unsealText } from "../platform/sealing/seal.ts";
import type { StoredAccount } from "./account.model.ts";
import type { Deps } from "./deps.ts";

const period = 30;

/** A phone's clock may be one step off, either way. */
const window = 1;

/** A new secret for an authenticator app, in base32. */
export function makeTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The URI that an app reads from a QR code. */
export function totpAddress(secret: string, label: string): string {
  return new TOTP({ issuer: "Sheaf", label, secret: Secret.fromBase32(secret), period }).toString();
}

/** The time step a code belongs to; null when the secret does not produce it around now. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const delta = TOTP.validate({ token, secret: Secret.fromBase32(secret), period, timestamp, window });
  return delta === null ? null : TOTP.counter({ period, timestamp }) + delta;
}

/** Seals a secret for an account. */
export function sealTotp(keys: Keys, account: Types.ObjectId, secret: string): Buffer {
  return sealText(keys, totpOwner(account), secret);
}

/** What a sealed secret is bound to: not the same as the account's name and address. */
export function totpOwner(account: Types.ObjectId): Buffer {
  return Buffer.concat([Buffer.from("totp "), account.id]);
}

/**
 * Accepts a code from an account's app. Each works once: the write that checks its time step also marks that step,
 * and all before it, as used.
 */
export async function takeTotpCode(
  { database, keys, now }: Pick<Deps, "database" | "keys" | "now">,
  { _id, totp }: Pick<StoredAccount, "_id" | "totp">,
  code: string,
): Promise<boolean> {
  if (!totp) return false;
  const step = totpStep(unsealText(keys, totpOwner(_id), totp.sealed), code, now());
  if (step === null) return false;
  const { modifiedCount } = await database.accounts.updateOne(
    { _id, "totp.usedStep": { $lt: step } },
    { $set: { "totp.usedStep": step } },
  );
  return modifiedCount === 1;
}
