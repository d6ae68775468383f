import { hash, randomBytes } from "node:crypto";
import { Types } from "mongoose";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { StoredAccount } from "./account.model.ts";
import type { Deps } from "./deps.ts";

const howMany = 10;

/** Without letters and digits that look alike; 32 of them, so a byte's lowest five bits choose one evenly. */
const letters = "abcdefghijkmnpqrstuvwxyz23456789";

/**
 * Makes ten codes that each stand in for the app's code once, and forgets older ones. They have 60 random bits, so a quick
 * hash keeps them; they are shown now and never again.
 */
export async function renewRecoveryCodes(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  account: string,
): Promise<string[]> {
  const codes = Array.from({ length: howMany }, makeCode);
  await database.accounts.updateOne(
    { _id: new Types.ObjectId(account) },
    { $set: { recovery: codes.map(hashCode) } },
    transaction,
  );
  return codes;
}

/** Takes a recovery code; the same write that finds it removes it. */
export async function takeRecoveryCode(
  { database }: Pick<Deps, "database">,
  { _id }: Pick<StoredAccount, "_id">,
  code: string,
): Promise<boolean> {
  const hashed = hashCode(code);
  const { modifiedCount } = await database.accounts.updateOne(
    { _id, recovery: hashed },
    { $pull: { recovery: hashed } },
  );
  return modifiedCount === 1;
}

function makeCode(): string {
  const text = Array.from(randomBytes(12), (byte) => letters[byte % 32]).join("");
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

function hashCode(code: string): Buffer {
  return hash("sha256", `sheaf recovery ${code.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}`, "buffer");
}
