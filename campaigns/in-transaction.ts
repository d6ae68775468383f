import type { mongo } from "mongoose";
import type { Database } from "./database.ts";

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
