import { atOneMoment } from "../platform/at-one-moment.ts";
import { sealingKeyId } from "../platform/sealing/seal.ts";
import type { Database } from "./deps.ts";

/** Fields sealed under one key, by where they are stored. */
export type SealedFields = {
  sheets: number;
  pending: number;
  signatures: number;
  accounts: number;
  contacts: number;
};

type Deps = {
  database: Pick<Database, "connection" | "sheets" | "pending" | "signatures" | "accounts" | "contacts">;
};

/** A condition on the bits of the first two bytes of binary fields. */
export type KeyBits = { $bitsAllSet: number[]; $bitsAllClear: number[] };

/**
 * How MongoDB finds fields under a key: the key id is in their first two bytes, high byte first. MongoDB does the
 * comparing, so a search that finds nothing transfers nothing.
 */
export function keyBits(id: number): KeyBits {
  const bits: KeyBits = { $bitsAllSet: [], $bitsAllClear: [] };
  for (let bit = 0; bit < 16; bit += 1) {
    // MongoDB counts the bits of binary fields from the lowest bit of the first byte.
    const position = bit < 8 ? bit + 8 : bit - 8;
    (id & (1 << bit) ? bits.$bitsAllSet : bits.$bitsAllClear).push(position);
  }
  return bits;
}

/**
 * Counts the fields that a key sealed, at one moment, because fields move from sheets to the roll. Reads all of
 * them.
 */
export function countSealedUnder({ database }: Deps, id: number): Promise<SealedFields> {
  const sealed = keyBits(id);
  return atOneMoment(database, async (moment) => {
    const pending = await database.pending.countDocuments({ sealed }, moment);
    const signatures = await database.signatures.countDocuments({ sealed }, moment);
    const accounts =
      (await database.accounts.countDocuments({ sealed }, moment)) +
      (await database.accounts.countDocuments({ "totp.sealed": sealed }, moment));
    const contacts = await database.contacts.countDocuments({ sealed }, moment);
    let sheets = 0;
    const open = database.sheets.find(
      { sealed: { $elemMatch: sealed } },
      { ...moment, projection: { sealed: 1 } },
    );
    for await (const { sealed: fields = [] } of open) {
      sheets += fields.filter((field) => sealingKeyId(field) === id).length;
    }
    return { sheets, pending, signatures, accounts, contacts };
  });
}

/** The total of those fields. */
export function sumFields({ sheets, pending, signatures, accounts, contacts }: SealedFields): number {
  return sheets + pending + signatures + accounts + contacts;
}
