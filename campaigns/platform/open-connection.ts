import mongoose, { type Connection } from "mongoose";
import { DomainError } from "./errors.ts";

/**
 * Every write is journaled on a majority before it is acknowledged; an unavailable database is noticed within two
 * seconds.
 */
const connectionOptions = {
  writeConcern: { w: "majority", journal: true },
  readConcern: { level: "majority" },
  retryWrites: true,
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 5_000,
  maxPoolSize: 30,
  promoteBuffers: true,
  ignoreUndefined: true,
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
} as const;

mongoose.set({ strictQuery: "throw", sanitizeFilter: true });

/** Connects to MongoDB. @throws DomainError `database-unavailable` when it does not answer. */
export async function openConnection(uri: string): Promise<Connection> {
  const connection = mongoose.createConnection(uri, connectionOptions);
  // The driver reconnects by itself and each act reports its own failure.
  connection.on("error", () => undefined);
  await connection.asPromise().catch(async (cause: Error) => {
    await connection.close().catch(() => undefined);
    throw new DomainError(
      "database-unavailable",
      `MongoDB does not answer: ${cause.message}. Check MONGODB_URI.`,
      {
        cause,
      },
    );
  });
  return connection;
}
