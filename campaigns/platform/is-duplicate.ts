import { mongo } from "mongoose";

/** MongoDB's code for a key that is taken. */
export const duplicateKey = 11_000;

/** Tells whether a write was refused because its key is taken: for most acts that is an outcome, not a failure. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === duplicateKey;
}
