import { type InTransaction, restartTransaction, withTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";
import type { Actor, AuditDetails } from "./entry.model.ts";
import { beginning, hashEntry } from "./hash-entry.ts";

export type { Actor } from "./entry.model.ts";

/**
 * Adds an act to the end of the audit trail, in the same transaction as the act's own writes (`withTransaction`):
 * both are stored, or neither. Any number of processes may do this at once without a lock: the entry's number is its
 * key, and the second writer's transaction is retried as a whole. What can't be part of a transaction, such as a
 * file, is recorded before it is done.
 * @param on what was acted on: "campaign/petition", "account/<id>"
 * @param details facts without personal data
 * @throws DomainError `database-unavailable` or `storage-full`; the act is not recorded then.
 */
export function recordAudit(
  deps: Pick<Deps, "database" | "now"> & InTransaction,
  { account, organisation, role, from }: Actor,
  act: string,
  on: string,
  details?: AuditDetails,
): Promise<void> {
  return withTransaction(deps, async ({ database, now, transaction }) => {
    const [last] = await database.audit.find({}, transaction).sort({ _id: -1 }).limit(1).toArray();
    const entry = {
      _id: (last?._id ?? 0) + 1,
      previous: last?.hash ?? beginning,
      at: now(),
      ...{ account, organisation, role, from, act, on },
      ...(details && { details }),
    };
    await database.audit
      .insertOne({ ...entry, hash: hashEntry(entry) }, transaction)
      .catch(restartTransaction);
  });
}
