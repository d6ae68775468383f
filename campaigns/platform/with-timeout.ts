import { DomainError } from "./errors.ts";

/** How long somebody waits for MongoDB, in milliseconds: one that hangs keeps a connection open and never answers. */
export const timeoutMs = 4_000;

/**
 * Waits for MongoDB no longer than so many milliseconds. What was asked for goes on all the same: a write that is not
 * answered in time may be stored or not, and nobody may be told either.
 * @throws DomainError `database-unavailable` when the time is over; else what the work throws.
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
