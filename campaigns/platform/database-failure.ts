import { mongo } from "mongoose";
import { DomainError } from "./errors.ts";

const outOfDiskSpace = 14_031;

/** Turns a driver failure into the one sentence that its caller shows; anything else is passed on. */
export function asDomainError(error: unknown): unknown {
  if (error instanceof mongo.MongoServerError && error.code === outOfDiskSpace) {
    return new DomainError(
      "storage-full",
      "The disk of the database is full: nothing was stored. Make room on it.",
      {
        cause: error,
      },
    );
  }
  if (isTransient(error)) {
    return new DomainError(
      "database-unavailable",
      "The database does not answer: nothing is lost, try again in a moment.",
      {
        cause: error,
      },
    );
  }
  return error;
}

/** Tells whether MongoDB was only unavailable: the same write may work a moment later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof mongo.MongoNetworkError) return true;
  if (error instanceof mongo.MongoServerSelectionError || error instanceof mongo.MongoNotConnectedError)
    return true;
  if (error instanceof mongo.MongoError) return error.hasErrorLabel("RetryableWriteError");
  // What Node reports when writing to a connection that has just ended; the driver passes it on unchanged.
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
