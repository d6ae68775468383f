import { mongo } from "mongoose";
import { asDomainError } from "./database-failure.ts";
import type { Database } from "./deps.ts";
import { isDuplicate } from "./is-duplicate.ts";

type Connected = { database: Pick<Database, "connection"> };

/** Connections that an act may lose before its caller is told; MongoDB's driver would keep trying for two minutes. */
const mostLost = 3;

/** The transaction that a write belongs to, as its options. Without one it stands alone. */
export type InTransaction = { transaction?: { session: mongo.ClientSession } };

/**
 * Runs some work in one transaction: either all writes that carry the session happen, or none. It is retried when
 * somebody else changed the same documents in the meantime, so it must not have outside effects that can't be
 * repeated.
 */
export function inTransaction<T>(
  database: Pick<Database, "connection">,
  work: (session: mongo.ClientSession) => Promise<T>,
): Promise<T> {
  return database.connection.getClient().withSession((session) =>
    session.withTransaction(() => work(session), {
      readConcern: { level: "snapshot" },
      writeConcern: { w: "majority", journal: true },
    }),
  );
}

/**
 * The same for an act made of parts elsewhere: they get these deps, and pass `transaction` to each of their writes.
 * Within another transaction it joins that one.
 * @throws DomainError `database-unavailable` or `storage-full`, and what the work throws: nothing is stored then.
 */
export async function withTransaction<D extends Connected & InTransaction, T>(
  deps: D,
  work: (deps: D & Required<InTransaction>) => Promise<T>,
): Promise<T> {
  const { transaction } = deps;
  if (transaction) return work({ ...deps, transaction });
  let lost = 0;
  const act = (session: mongo.ClientSession) =>
    work({ ...deps, transaction: { session } }).catch((error: unknown) => {
      if (error instanceof mongo.MongoNetworkError) lost += 1;
      throw lost > mostLost ? asDomainError(error) : error;
    });
  try {
    return await inTransaction(deps.database, act);
  } catch (error) {
    throw asDomainError(error);
  }
}

/**
 * Makes the transaction start over when a key that its own reads saw as free has been taken in the meantime; for
 * `catch`.
 */
export function restartTransaction(error: unknown): never {
  if (!isDuplicate(error)) throw error;
  const message = "Somebody else took this key meanwhile.";
  throw new mongo.MongoServerError({ message, errorLabels: ["TransientTransactionError"] });
}
