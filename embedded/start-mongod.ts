import { mkdirSync } from "node:fs";
import { totalmem } from "node:os";
import mongoose from "mongoose";
import { findBinary } from "./find-binary.ts";
import { findFreePort } from "./free-port.ts";
import { type Child, launch } from "./launch.ts";
import type { Log } from "./log-file.ts";
import { isListening, waitUntilReady } from "./wait-until-ready.ts";

const SET = "rs0";
const NOT_YET_INITIALIZED = 94;
const ALREADY_INITIALIZED = 23;

/** A started database or queue, and the address for programs. */
export type Service = Child & { uri: string; port: number };

/** Where and how to run mongod or Redis; `onLaunch` is called with the process before it is ready. */
export type ServiceOptions = {
  folder: string;
  port?: number | undefined;
  binary?: string | undefined;
  log?: Log | undefined;
  onLaunch?: ((child: Child) => void) | undefined;
};

/** `storage`: settings of WiredTiger, in its own words. */
type MongodOptions = ServiceOptions & { cacheGb?: number | undefined; storage?: string | undefined };

/**
 * Starts mongod on a folder as a journaled replica set of one, on the loopback address, and waits until it accepts
 * writes. The folder may have been used before, even on another port. `cacheGb` is WiredTiger's cache in gigabytes.
 * @throws StartError with mongod's own reason when it does not start.
 */
export async function startMongod({
  folder,
  port,
  binary,
  log,
  onLaunch,
  cacheGb = sensibleCache(),
  storage,
}: MongodOptions): Promise<Service> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const chosen = port ?? (await findFreePort());
  const args = ["--dbpath", folder, "--port", `${chosen}`, "--bind_ip", "127.0.0.1", "--nounixsocket"];
  args.push("--replSet", SET, "--oplogSize", "990", "--wiredTigerCacheSizeGB", cacheGb.toFixed(2));
  args.push("--setParameter", "diagnosticDataCollectionEnabled=false");
  // An unfinished transaction of a killed worker blocks its documents for this many seconds, and half as many
  // again.
  args.push("--setParameter", "transactionLifetimeLimitSeconds=20");
  if (storage) args.push("--wiredTigerEngineConfigString", storage);
  const command = binary ?? findBinary("mongod");
  const child = await launch({ name: "MongoDB", command, args, log, timeoutMs: 30_000 });
  onLaunch?.(child);
  try {
    await waitUntilReady("MongoDB", child, () => isListening(chosen));
    await becomePrimary(child, chosen);
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { ...child, port: chosen, uri: `mongodb://127.0.0.1:${chosen}/sheaf?replicaSet=${SET}` };
}

/** A quarter of the memory available to this process, at most 4 GB: Redis, server and workers need theirs too. */
function sensibleCache(): number {
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.min(4, Math.max(0.25, memory / 4 / 2 ** 30));
}

async function becomePrimary(child: Child, port: number): Promise<void> {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 5_000,
  });
  const admin = client.db("admin");
  try {
    await waitUntilReady("MongoDB", child, () => configure(admin, `127.0.0.1:${port}`));
    await waitUntilReady("MongoDB", child, async () => {
      const hello = await admin.command({ hello: 1 }).catch(() => undefined);
      return hello?.isWritablePrimary === true;
    });
  } finally {
    await client.close();
  }
}

/** Sets the replica set's address; false while mongod is still reading its configuration. */
async function configure(admin: mongoose.mongo.Db, host: string): Promise<boolean> {
  const members = [{ _id: 0, host }];
  try {
    const { config } = await admin.command({ replSetGetConfig: 1 });
    if (config.members[0].host === host) return true;
    const moved = { ...config, members, version: config.version + 1 };
    await admin.command({ replSetReconfig: moved, force: true });
    return true;
  } catch (error) {
    if (codeOf(error) !== NOT_YET_INITIALIZED) return false;
  }
  try {
    await admin.command({ replSetInitiate: { _id: SET, members } });
    return true;
  } catch (error) {
    return codeOf(error) === ALREADY_INITIALIZED;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof mongoose.mongo.MongoServerError ? error.code : undefined;
}
