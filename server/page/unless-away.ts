import { asDomainError } from "#campaigns/platform/database-failure.ts";
import { DomainError } from "#campaigns/platform/errors.ts";

/** What was read; undefined while the database is away, when a page that was kept may still be sent. */
export function unlessAway<Read>(reading: Promise<Read>): Promise<Read | undefined> {
  return reading.catch((error: unknown) => {
    const known = asDomainError(error);
    if (known instanceof DomainError && known.code === "database-unavailable") return undefined;
    throw error;
  });
}
