import { isObjectIdOrHexString, Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { mustReach } from "../access/reach.ts";
import type { Actor } from "../audit/record-audit.ts";
import { notFound } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import type { Update } from "./update.model.ts";

/** Who acts on an update: the account, and the actor for the audit trail. */
export type By = { account: Account; actor: Actor };

type Reading = Pick<Deps, "database">;

/** Finds an update within an account's reach. @throws DomainError `not-found`. */
export async function findUpdate(deps: Reading, account: Account, id: string): Promise<Update> {
  const update = await readUpdate(deps, id);
  mustReach(account, update?.organisation ?? "");
  if (!update) throw notFound();
  return update;
}

/** The updates of a campaign within an account's reach, most recently changed first. */
export function listUpdates(deps: Reading, account: Account, campaign: string): Promise<Update[]> {
  const own = account.role === "secretariat" ? {} : { organisation: account.organisation };
  return deps.database.updates
    .find({ campaign, ...own })
    .sort({ changedAt: -1 })
    .lean<Update[]>();
}

/** An update by its id; undefined when there is none. */
export async function readUpdate(
  { database }: Reading,
  id: string | Types.ObjectId,
): Promise<Update | undefined> {
  if (!isObjectIdOrHexString(id)) return undefined;
  const update = await database.updates.findById(new Types.ObjectId(id)).lean<Update>();
  return update ?? undefined;
}
