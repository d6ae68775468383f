import { hash, randomBytes } from "node:crypto";
import { Types } from "mongoose";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { StoredAccount } from "./account.model.ts";
import type { Deps } from "./deps.ts";

const howMany = 10;

/** Without letters and digits that look alike; there are 32, so the lowest five bits of a byte choose one evenly. */
const letters = "abcdefghijkmnpqrstuvwxyz23456789";

/**
 * Creates ten codes that each replace the app's code once, and deletes the older ones. They have 60 random bits, so
 * a fast hash is enough; they are shown now and never again.
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

/** Uses up a recovery code; the write that finds it also removes it. */
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
