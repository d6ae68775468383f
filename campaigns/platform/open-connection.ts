import mongoose, { type Connection, mongo } from "mongoose";
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

/**
 * Connects to MongoDB.
 * @throws DomainError `database-unavailable` when it does not answer, `configuration` when it is no replica set.
 */
export async function openConnection(uri: string): Promise<Connection> {
  const connection = mongoose.createConnection(uri, connectionOptions);
  // The driver reconnects by itself and each act reports its own failure.
  connection.on("error", () => undefined);
  await connection.asPromise().catch(async (cause: Error) => {
    await connection.close().catch(() => undefined);
    if (await standsAlone(uri)) throw noReplicaSet();
    throw new DomainError(
      "database-unavailable",
      `MongoDB does not answer: ${cause.message}. Check MONGODB_URI.`,
      {
        cause,
      },
    );
  });
  if (!isReplicated(await connection.getClient().db("admin").command({ hello: 1 }))) {
    await connection.close();
    throw noReplicaSet();
  }
  return connection;
}

/** Tells whether MongoDB answers where the driver, told of a replica set, found no member of one. */
async function standsAlone(uri: string): Promise<boolean> {
  let client: mongo.MongoClient | undefined;
  try {
    const { hosts, tls } = new mongo.MongoClient(uri).options;
    const address = `mongodb://${hosts[0]}/?directConnection=true${tls ? "&tls=true" : ""}`;
    client = new mongo.MongoClient(address, { serverSelectionTimeoutMS: 1_000 });
    return !isReplicated(await client.db("admin").command({ hello: 1 }));
  } catch {
    return false;
  } finally {
    await client?.close();
  }
}

/** Members of a set know its name; "isdbgrid" is what a router of sharded sets says of itself. */
function isReplicated(hello: mongo.Document): boolean {
  return typeof hello.setName === "string" || hello.msg === "isdbgrid";
}

function noReplicaSet(): DomainError {
  return new DomainError(
    "configuration",
    "MONGODB_URI leads to a MongoDB that is no replica set: transactions and majority writes need one, if of one member. " +
      "Start mongod with --replSet rs0, run rs.initiate() once, and add ?replicaSet=rs0 to MONGODB_URI.",
  );
}
