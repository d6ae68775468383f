import { mongo } from "mongoose";

/** MongoDB's error code for a duplicate key. */
export const duplicateKey = 11_000;

/** Tells whether a write failed because of a duplicate key: for most acts that is a normal outcome. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === duplicateKey;
}
