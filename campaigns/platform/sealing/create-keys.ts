import type { Database } from "../deps.ts";
import { openCheckedKeys, rememberKeys } from "./check-keys.ts";
import { createKeyFile, makeKeyFile, readKeyFile } from "./key-file.ts";
import { openKeys } from "./keys.ts";

/**
 * Creates the key file of a new installation. An existing one that matches the database stays as it is.
 * @throws DomainError `keys-lost` when the database was written with other keys: a new file would not open it.
 */
export async function createKeys(
  deps: { database: Pick<Database, "keyChecks"> },
  path: string,
): Promise<"created" | "kept"> {
  const isNew = !(await readKeyFile(path)) && (await deps.database.keyChecks.countDocuments()) === 0;
  const file = makeKeyFile(new Date());
  if (!isNew || !(await createKeyFile(path, file))) {
    await openCheckedKeys(deps, path);
    return "kept";
  }
  await rememberKeys(deps, openKeys(file));
  return "created";
}
