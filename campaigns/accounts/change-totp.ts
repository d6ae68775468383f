import { Types } from "mongoose";
import { DomainError } from "../platform/errors.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { unsealText } from "../platform/sealing/seal.ts";
import type { Deps } from "./deps.ts";
import { sealTotp, totpOwner, totpStep } from "./totp.ts";

/** A new secret in a form that can go through the browser: only the account it was made for can send it back. */
export function wrapTotpSecret(keys: Keys, account: string, secret: string): string {
  return sealTotp(keys, new Types.ObjectId(account), secret).toString("base64url");
}

/**
 * Reads the secret from what `wrapTotpSecret` made.
 * @throws DomainError `link-unknown` when it was altered or belongs to another account.
 */
export function unwrapTotpSecret(keys: Keys, account: string, wrapped: string): string {
  try {
    return unsealText(keys, totpOwner(new Types.ObjectId(account)), Buffer.from(wrapped, "base64url"));
  } catch {
    throw new DomainError("link-unknown", "This form is not complete or not yours: begin again.");
  }
}

/** Starts asking an account for codes, once a code has proved that its app has the secret. */
export async function setTotp(
  { database, keys, now, transaction }: Pick<Deps, "database" | "keys" | "now"> & InTransaction,
  account: string,
  { secret, code }: { secret: string; code: string },
): Promise<boolean> {
  const at = now();
  const usedStep = totpStep(secret, code, at);
  if (usedStep === null) return false;
  const _id = new Types.ObjectId(account);
  await database.accounts.updateOne(
    { _id },
    { $set: { totp: { sealed: sealTotp(keys, _id, secret), usedStep, at } } },
    transaction,
  );
  return true;
}

/** Stops asking an account for codes; its recovery codes are removed too. */
export async function removeTotp(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  account: string,
): Promise<void> {
  await database.accounts.updateOne(
    { _id: new Types.ObjectId(account) },
    { $set: { recovery: [] }, $unset: { totp: 1 } },
    transaction,
  );
}
