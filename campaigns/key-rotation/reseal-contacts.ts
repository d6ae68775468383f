import { contactOwner } from "../petitions/contacts/contact.model.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { sealingKeyId } from "../platform/sealing/seal.ts";
import type { Database } from "./deps.ts";
import type { Resealed } from "./reseal.ts";
import { sealAgain } from "./reseal-accounts.ts";

type Deps = { database: Pick<Database, "contacts">; keys: Keys };

/** Re-seals contacts of petitions that are under older keys. There are few: all are read. */
export async function resealContacts({ database, keys }: Deps): Promise<Resealed> {
  const all: Resealed = { found: 0, resealed: 0, unopened: 0 };
  for await (const { _id, sealed } of database.contacts.find()) {
    if (sealingKeyId(sealed) === keys.current().id) continue;
    all.found += 1;
    const resealed = sealAgain(keys, contactOwner(_id), sealed);
    if (!resealed) all.unopened += 1;
    else
      all.resealed += (
        await database.contacts.updateOne({ _id, sealed }, { $set: { sealed: resealed } })
      ).modifiedCount;
  }
  return all;
}
