import type { Deps } from "#campaigns/open.ts";
import { personLength } from "#campaigns/petitions/person.ts";
import { readKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { type Keys, openKeys } from "#campaigns/platform/sealing/keys.ts";
import { type PersonalFields, sealingKeyId, unseal } from "#campaigns/platform/sealing/seal.ts";

/** A sealed field that was opened, and the key it is under. */
export type OpenedField = PersonalFields & { keyId: number; where: "sheets" | "pending" | "signatures" };

/** Opens every sealed field of the database with the keys of a file; it fails when one does not open. */
export async function openAllFields(deps: Pick<Deps, "database">, path: string): Promise<OpenedField[]> {
  const file = await readKeyFile(path);
  if (!file) throw new Error(`There is no key file at ${path}.`);
  const keys = openKeys(file);
  const { sheets, pending, signatures } = deps.database;
  const opened: OpenedField[] = [];
  for (const sheet of await sheets.find({ sealed: { $exists: true } }).toArray()) {
    for (const [index, sealed] of (sheet.sealed ?? []).entries()) {
      const person = sheet.lines[index]?.person;
      if (person && sealed.length > 0) opened.push(open(keys, person, sealed, "sheets"));
    }
  }
  for (const { entry, sealed } of await pending.find().toArray())
    opened.push(open(keys, entry.person, sealed, "pending"));
  for (const { _id, sealed } of await signatures.find({ sealed: { $exists: true } }).toArray()) {
    if (sealed) opened.push(open(keys, _id.subarray(0, personLength), sealed, "signatures"));
  }
  return opened;
}

function open(keys: Keys, person: Buffer, sealed: Buffer, where: OpenedField["where"]): OpenedField {
  return { ...unseal(keys, person, sealed), keyId: sealingKeyId(sealed), where };
}
