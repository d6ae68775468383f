import type { mongo } from "mongoose";
import type { Database } from "./deps.ts";

/**
 * The read concern has to be passed each time: the connection's own takes precedence over a session's, and is not a
 * snapshot.
 */
export type Moment = { session: mongo.ClientSession; readConcern: { level: "snapshot" } };

/** The snapshot that an act reads, if it reads together with others. */
export type AtMoment = { moment?: Moment };

/**
 * Reads a snapshot, whatever is written meanwhile: the first read determines its moment, and no other
 * may begin before it has ended. MongoDB keeps it for some minutes.
 */
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
