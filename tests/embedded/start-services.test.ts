import { rmSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startMongod } from "#embedded/start-mongod.ts";
import { startRedis } from "#embedded/start-redis.ts";
import { makeFolder } from "../support/temporary-folder.ts";

/** A busy machine may take its time to start a database, in milliseconds. */
const timeoutMs = 120_000;
vi.setConfig({ testTimeout: timeoutMs, hookTimeout: timeoutMs });

let folder: string;

beforeAll(() => {
  folder = makeFolder();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function withMongo<T>(uri: string, use: (database: mongoose.mongo.Db) => Promise<T>): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    return await use(client.db());
  } finally {
    await client.close();
  }
}

test("mongod is a replica set that keeps journaled writes through kill -9 and a move to another port", async () => {
  const options = { folder: join(folder, "mongod"), cacheGb: 0.25 };
  const first = await startMongod(options);
  await withMongo(first.uri, (database) =>
    database.collection("things").insertOne({ name: "kept" }, { writeConcern: { w: "majority", j: true } }),
  );
  await first.kill();

  const samePort = await startMongod({ ...options, port: first.port });
  expect(samePort.uri).toBe(first.uri);
  expect(await withMongo(samePort.uri, (database) => database.collection("things").countDocuments())).toBe(1);
  await samePort.stop();

  const moved = await startMongod(options);
  expect(moved.port).not.toBe(first.port);
  expect(await withMongo(moved.uri, (database) => database.collection("things").countDocuments())).toBe(1);
  await moved.stop();
  await expect(moved.ended).resolves.toMatchObject({ code: 0 });
});

test("Redis never evicts, and keeps what it wrote through a stop", async () => {
  const options = { folder: join(folder, "redis") };
  const first = await startRedis(options);
  const before = new Redis(first.uri);
  expect(await before.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
  await before.set("kept", "yes");
  before.disconnect();
  await first.stop();

  const second = await startRedis({ ...options, port: first.port });
  const after = new Redis(second.uri);
  expect(await after.get("kept")).toBe("yes");
  after.disconnect();
  await second.stop();
});

test("a second mongod on the same folder says why it can't start", async () => {
  const options = { folder: join(folder, "twice"), cacheGb: 0.25 };
  const first = await startMongod(options);
  await expect(startMongod(options)).rejects.toThrow(/MongoDB ended with code \d+:[\s\S]*DBPathInUse/);
  await first.stop();
});

test("a program that is not there is said by name", async () => {
  const missing = { folder: join(folder, "missing"), binary: "/nowhere/redis-server" };
  await expect(startRedis(missing)).rejects.toThrow("/nowhere/redis-server");
});
