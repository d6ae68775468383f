import type { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { sealText, unsealText } from "../platform/sealing/seal.ts";
import type { StoredAccount } from "./account.model.ts";

/** Opens an account into the form that the rest of the domain knows. */
export function readAccount(
  keys: Keys,
  stored: Pick<StoredAccount, "_id" | "sealed" | "organisation" | "role" | "locale">,
): Account {
  const [name = "", email = ""] = unsealText(keys, stored._id.id, stored.sealed).split("\n");
  const { _id, organisation, role, locale } = stored;
  return { id: _id.toHexString(), name, email, organisation, role, locale };
}

/** Seals an account's name and e-mail. Neither contains a line break. */
export function sealPerson(keys: Keys, id: Types.ObjectId, person: Pick<Account, "name" | "email">): Buffer {
  return sealText(keys, id.id, `${person.name}\n${person.email}`);
}
