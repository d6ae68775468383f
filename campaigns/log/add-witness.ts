import { DomainError } from "../platform/errors.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import { cosignatureType } from "./cosignature.ts";
import type { Deps } from "./deps.ts";
import { parseVerifier } from "./signed-note.ts";

/**
 * Adds a witness by its public key, or gives a known one its new key; signatures with the old one stay.
 * @throws DomainError `witness-refused` when it is no key of a witness.
 */
export async function addWitness(
  { database, now, transaction }: Pick<Deps, "database" | "now"> & InTransaction,
  key: string,
): Promise<string> {
  const witness = parseVerifier(key, cosignatureType);
  if (!witness) {
    throw new DomainError(
      "witness-refused",
      "This is not the public key of a witness: it is name+id+key in one line, as sheaf witness new prints it.",
    );
  }
  await database.witnesses.updateOne(
    { _id: witness.name },
    { $set: { key: key.trim(), addedAt: now() } },
    { upsert: true, ...transaction },
  );
  return witness.name;
}
