import type { mongo } from "mongoose";
import type { Database } from "./deps.ts";

/** The read concern has to be said each time: a session's own gives way to the connection's, which knows no moment. */
export type Moment = { session: mongo.ClientSession; readConcern: { level: "snapshot" } };

/** Reads at one moment, whatever is written meanwhile: the first read fixes it. MongoDB keeps it for some minutes. */
export async function atOneMoment<Outcome>(
  database: Pick<Database, "connection">,
  read: (moment: Moment) => Promise<Outcome>,
): Promise<Outcome> {
  const session = database.connection.getClient().startSession({ snapshot: true });
  try {
    return await read({ session, readConcern: { level: "snapshot" } });
  } finally {
    await session.endSession();
  }
}
