import type { Database } from "../deps.ts";
import { DomainError } from "../errors.ts";
import { readKeyFile } from "./key-file.ts";
import { type Keys, openKeys } from "./keys.ts";

type Deps = { database: Pick<Database, "keyChecks"> };

/**
 * Opens the key file and makes sure it is the one the database was written with; nothing is created or overwritten.
 * @throws DomainError `keys-lost` when the file is missing or differs from what the database knows.
 */
export async function openCheckedKeys(deps: Deps, path: string): Promise<Keys> {
  const known = await deps.database.keyChecks.find({ discardedAt: { $exists: false } }).toArray();
  const file = await readKeyFile(path);
  if (!file) {
    throw new DomainError(
      "keys-lost",
      known.length > 0
        ? `The key file ${path} is gone, and the database was written with it: restore it from your backup. Nothing was changed.`
        : `There is no key file at ${path} yet: make one with "npm run sheaf -- keys create".`,
    );
  }
  const keys = openKeys(file);
  const fingerprints = keys.fingerprints();
  const wrong = known
    .filter((check) => fingerprints[check._id] !== check.fingerprint)
    .map((check) => check._id);
  if (wrong.length > 0) {
    throw new DomainError(
      "keys-lost",
      `The key file ${path} is not the one this database was written with (${wrong.join(", ")} differ or are missing): restore the right one from your backup. Nothing was changed.`,
    );
  }
  await rememberKeys(deps, keys);
  return keys;
}

/** Records the fingerprints of keys that are new to the database; known ones are never changed. */
export async function rememberKeys(deps: Deps, keys: Keys): Promise<void> {
  const entries = Object.entries(keys.fingerprints());
  await deps.database.keyChecks.bulkWrite(
    entries.map(([name, fingerprint]) => ({
      updateOne: {
        filter: { _id: name },
        update: { $setOnInsert: { fingerprint, at: new Date() } },
        upsert: true,
      },
    })),
  );
}
