import { DomainError } from "./errors.ts";

/** How long to wait for MongoDB, in milliseconds: one that hangs keeps a connection open and never answers. */
export const timeoutMs = 4_000;

/**
 * Waits for MongoDB at most the given number of milliseconds. The operation itself continues: a write that is not
 * acknowledged in time may or may not be stored, and the caller must claim neither.
 * @throws DomainError `database-unavailable` when the time is up; otherwise what the work throws.
 */
export async function withTimeout<T>(work: Promise<T>, milliseconds = timeoutMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const says =
        "The database does not answer in time. It may have stored this all the same: try again in a moment.";
      reject(new DomainError("database-unavailable", says));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
