import type { Types } from "mongoose";
import { Secret, TOTP } from "otpauth";
import type { Keys } from "../platform/sealing/keys.ts";
import { sealText, unsealText } from "../platform/sealing/seal.ts";
import type { StoredAccount } from "./account.model.ts";
import type { Deps } from "./deps.ts";

const period = 30;

/** Clocks of telephones may be a step off, either way. */
const window = 1;

/** A fresh secret for an app that makes codes, in base32. */
export function makeTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address that an app reads from a QR code. */
export function totpAddress(secret: string, label: string): string {
  return new TOTP({ issuer: "Sheaf", label, secret: Secret.fromBase32(secret), period }).toString();
}

/** The time step that a code belongs to; null when it is no code of the secret around now. */
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

/** What a sealed secret is bound to: another one than the account's name and address are. */
export function totpOwner(account: Types.ObjectId): Buffer {
  return Buffer.concat([Buffer.from("totp "), account.id]);
}

/**
 * Takes a code of an account's app. Each works once: the step it belongs to, and those before it, are spent by the same
 * write that looks whether they are.
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
