import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { mustReach } from "../access/reach.ts";
import type { AccountState, StoredAccount } from "./account.model.ts";
import type { Deps } from "./deps.ts";
import { findAccount } from "./find-account.ts";
import { readAccount } from "./read-account.ts";

/** An account as its managers see it. */
export type ListedAccount = Account & {
  state: AccountState;
  hasTotp: boolean;
  passkeys: number;
  recoveryCodes: number;
  at: Date;
  /** When it was last used; undefined when it is not signed in anywhere. */
  seenAt: Date | undefined;
};

type ListingDeps = Pick<Deps, "database" | "keys">;

/** The accounts within an account's reach, oldest first; ended ones come last. */
export async function listAccounts(
  deps: ListingDeps,
  { role, organisation }: Pick<Account, "role" | "organisation">,
): Promise<ListedAccount[]> {
  const stored = await deps.database.accounts
    .find(role === "secretariat" ? {} : { organisation })
    .sort({ at: 1 })
    .toArray();
  const listed = await list(deps, stored);
  return listed.sort((one, other) => Number(one.state === "ended") - Number(other.state === "ended"));
}

/** Reads one account. @throws DomainError `not-found` when there is none, or it belongs to another organisation. */
export async function showAccount(
  deps: ListingDeps,
  by: Pick<Account, "role" | "organisation">,
  id: string,
): Promise<ListedAccount> {
  const stored = await findAccount(deps, id);
  mustReach(by, stored.organisation);
  const [shown] = await list(deps, [stored]);
  if (!shown) throw new TypeError("A list of one account is empty.");
  return shown;
}

async function list(
  { database, keys }: ListingDeps,
  stored: readonly StoredAccount[],
): Promise<ListedAccount[]> {
  const sessions = await database.sessions
    .find(
      { account: { $in: stored.map(({ _id }) => new Types.ObjectId(_id)) } },
      { projection: { account: 1, seenAt: 1 } },
    )
    .sort({ seenAt: 1 })
    .toArray();
  const seen = new Map(sessions.map(({ account, seenAt }) => [account.toHexString(), seenAt]));
  return stored.map((each) => ({
    ...readAccount(keys, each),
    state: each.state,
    hasTotp: each.totp !== undefined,
    passkeys: each.passkeys.length,
    recoveryCodes: each.recovery.length,
    at: each.at,
    seenAt: seen.get(each._id.toHexString()),
  }));
}
