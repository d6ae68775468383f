import { openCheckedKeys } from "../platform/sealing/check-keys.ts";
import { readKeyFile } from "../platform/sealing/key-file.ts";
import type { Database } from "./deps.ts";
import { countSealedUnder, type SealedFields } from "./sealed-under.ts";

/** A sealing key as operators see it, without its secret. */
export type ListedKey = {
  id: number;
  isCurrent: boolean;
  madeAt: string;
  fingerprint: string;
  fields: SealedFields;
};

/**
 * Lists the sealing keys of a key file with the number of fields each one seals; reads all signatures once per key.
 * @throws DomainError `keys-lost` or `configuration`.
 */
export async function listKeys(deps: { database: Database }, path: string): Promise<ListedKey[]> {
  const fingerprints = (await openCheckedKeys(deps, path)).fingerprints();
  const file = await readKeyFile(path);
  const listed: ListedKey[] = [];
  for (const { id, madeAt } of file?.sealing ?? []) {
    const fields = await countSealedUnder(deps, id);
    const fingerprint = fingerprints[`sealing-${id}`] ?? "";
    listed.push({ id, isCurrent: id === file?.current, madeAt, fingerprint, fields });
  }
  return listed;
}
