import { mongo } from "mongoose";
import type { Database } from "./deps.ts";
import { isDuplicate } from "./is-duplicate.ts";
import { asDomainError } from "./storage-failure.ts";

type Connected = { database: Pick<Database, "connection"> };

/** Connections that an act may lose before whoever waits for it is told so; MongoDB's driver would try for two minutes. */
const mostLost = 3;

/** The transaction that a write belongs to: its options. Without one it stands alone. */
export type Within = { within?: { session: mongo.ClientSession } };

/**
 * Does some work in one transaction: all of its writes that carry the session happen, or none. It is done anew when
 * somebody else changed the same documents meanwhile, so it may not change anything outside that it can't do twice.
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
 * The same for an act that has parts elsewhere: they get these deps, and give `within` to each of their writes. Inside of
 * another one it belongs to that.
 * @throws DomainError `storage-away` or `storage-full`, and what the work throws: nothing is stored then.
 */
export async function together<D extends Connected & Within, T>(
  deps: D,
  work: (deps: D & Required<Within>) => Promise<T>,
): Promise<T> {
  const { within } = deps;
  if (within) return work({ ...deps, within });
  let lost = 0;
  const act = (session: mongo.ClientSession) =>
    work({ ...deps, within: { session } }).catch((error: unknown) => {
      if (error instanceof mongo.MongoNetworkError) lost += 1;
      throw lost > mostLost ? asDomainError(error) : error;
    });
  try {
    return await inTransaction(deps.database, act);
  } catch (error) {
    throw asDomainError(error);
  }
}

/** Makes a transaction begin anew when a key that its own reads saw free was taken meanwhile; for `catch`. */
export function beginAnew(error: unknown): never {
  if (!isDuplicate(error)) throw error;
  const message = "Somebody else took this key meanwhile.";
  throw new mongo.MongoServerError({ message, errorLabels: ["TransientTransactionError"] });
}
