import { totpOwner } from "../accounts/totp.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { sealingKeyId, sealText, unsealText } from "../platform/sealing/seal.ts";
import type { Database } from "./deps.ts";
import type { Resealed } from "./reseal.ts";

type Deps = { database: Pick<Database, "accounts">; keys: Keys };

/**
 * Re-seals names, addresses and app secrets of accounts that are under older keys. There are few accounts: all are
 * read.
 */
export async function resealAccounts({ database, keys }: Deps): Promise<Resealed> {
  const all: Resealed = { found: 0, resealed: 0, unopened: 0 };
  const current = keys.current().id;
  const reseal = async (owner: Uint8Array, sealed: Buffer, write: (resealed: Buffer) => Promise<number>) => {
    if (sealingKeyId(sealed) === current) return;
    all.found += 1;
    const resealed = sealAgain(keys, owner, sealed);
    if (resealed) all.resealed += await write(resealed);
    else all.unopened += 1;
  };
  for await (const { _id, sealed, totp } of database.accounts.find()) {
    // Written only if it is still the one that was read: its owner may be changing it.
    await reseal(_id.id, sealed, async (resealed) => {
      return (await database.accounts.updateOne({ _id, sealed }, { $set: { sealed: resealed } }))
        .modifiedCount;
    });
    if (!totp) continue;
    await reseal(totpOwner(_id), totp.sealed, async (resealed) => {
      const same = { _id, "totp.sealed": totp.sealed };
      return (await database.accounts.updateOne(same, { $set: { "totp.sealed": resealed } })).modifiedCount;
    });
  }
  return all;
}

/** A text under the current key; undefined when the existing one does not open. */
export function sealAgain(keys: Keys, owner: Uint8Array, sealed: Buffer): Buffer | undefined {
  try {
    return sealText(keys, owner, unsealText(keys, owner, sealed));
  } catch {
    return undefined;
  }
}
