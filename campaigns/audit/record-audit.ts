import { type InTransaction, restartTransaction, withTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";
import type { Actor, AuditDetails } from "./entry.model.ts";
import { beginning, hashEntry } from "./hash-entry.ts";

export type { Actor } from "./entry.model.ts";

/**
 * Adds an act to the audit trail, behind the last entry, in the transaction of the act's own writes (`withTransaction`): both are
 * stored, or neither. Any number of processes may do so at once, without a lock: the number of an entry is its key, and
 * whoever is second begins the whole transaction anew. What can't be in one, such as a file, is noted before it is done.
 * @param on what it was done to: "campaign/petition", "account/<id>"
 * @param details facts without personal data
 * @throws DomainError `database-unavailable` or `storage-full`; the act is not noted then.
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
