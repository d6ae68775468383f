import { type Database, openDatabase } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Cli } from "./cli.ts";

/**
 * Does something with the database that MONGODB_URI names, and closes it afterwards.
 * @throws DomainError `configuration` without MONGODB_URI, `database-unavailable` when MongoDB does not answer.
 */
export async function withDatabase<Outcome>(
  { env }: Cli,
  act: (database: Database) => Promise<Outcome>,
): Promise<Outcome> {
  if (!env.MONGODB_URI) {
    throw new DomainError(
      "configuration",
      "MONGODB_URI is not set: start Sheaf with npm start and use npm run sheaf, or set it to your MongoDB.",
    );
  }
  const database = await openDatabase(env.MONGODB_URI);
  try {
    return await act(database);
  } finally {
    await database.close();
  }
}
