import { mongo } from "mongoose";

/** MongoDB's error code for a duplicate key. */
const duplicateKey = 11_000;

/** Tells whether a write failed because of a duplicate key: for most acts that is a normal outcome. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === duplicateKey;
}

/**
 * The documents of an unordered insert whose keys were taken, by their index; undefined when it failed for another
 * reason, or for another reason as well.
 */
export function findDuplicates(error: unknown): ReadonlySet<number> | undefined {
  if (!(error instanceof mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) return undefined;
  const failures = [error.writeErrors].flat();
  const isOnlyThat = failures.length > 0 && failures.every(({ code }) => code === duplicateKey);
  return isOnlyThat ? new Set(failures.map(({ index }) => index)) : undefined;
}
