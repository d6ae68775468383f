import { connect } from "node:net";
import { Redis } from "ioredis";
import mongoose from "mongoose";
import { messageOf, StartError } from "./start-error.ts";

const PATIENCE = 5_000;

/**
 * Makes sure that a MongoDB we did not start answers and is a replica set, which transactions need.
 * @throws StartError otherwise.
 */
export async function checkMongodb(uri: string): Promise<void> {
  const hello = await askMongodb(uri).catch((error: unknown) => {
    throw new StartError(
      `The MongoDB of MONGODB_URI (${withoutPassword(uri)}) does not answer: ${messageOf(error).replace(
        /\.$/,
        "",
      )}. Start it, or unset MONGODB_URI to have one started here.`,
    );
  });
  if (hello.setName || hello.msg === "isdbgrid") return;
  throw new StartError(
    `The MongoDB of MONGODB_URI (${withoutPassword(
      uri,
    )}) is not a replica set: start it with --replSet rs0 and run mongosh --eval "rs.initiate()".`,
  );
}

async function askMongodb(uri: string): Promise<mongoose.mongo.Document> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: PATIENCE });
  try {
    return await client.db("admin").command({ hello: 1 });
  } finally {
    await client.close();
  }
}

/** Makes sure that a Redis we did not start answers. @throws StartError otherwise. */
export async function checkRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new StartError(
      `The Redis of REDIS_URL (${withoutPassword(url)}) does not answer: ${messageOf(error).replace(
        /\.$/,
        "",
      )}. Start it, or unset REDIS_URL to have one started here.`,
    );
  } finally {
    redis.disconnect();
  }
}

/** Makes sure that something listens where mail is to be sent. @throws StartError otherwise. */
export async function checkSmtp(url: string): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  const standard = protocol === "smtps:" ? 465 : 587;
  const reason = await reasonNotListening(hostname.replace(/^\[|\]$/g, ""), Number(port || standard));
  if (reason === undefined) return;
  throw new StartError(
    `The mail server of SMTP_URL (${withoutPassword(
      url,
    )}) does not answer: ${reason}. Start it, or unset SMTP_URL to use the mailbox on this machine.`,
  );
}

function reasonNotListening(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (reason?: string) => {
      socket.destroy();
      resolve(reason);
    };
    socket.setTimeout(PATIENCE, () => answer(`no connection within ${PATIENCE / 1000} s`));
    socket.once("connect", () => answer());
    socket.once("error", (error) => answer(error.message));
  });
}

function withoutPassword(uri: string): string {
  return uri.replace(/\/\/[^@/]*@/, "//");
}
