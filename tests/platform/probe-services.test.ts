import { afterAll, beforeAll, expect, test } from "vitest";
import { openConnection } from "#campaigns/platform/open-connection.ts";
import { probeServices } from "#campaigns/platform/probe-services.ts";
import { type MongoProxy, startMongoProxy } from "../support/mongo-proxy.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let wire: MongoProxy;

beforeAll(async () => {
  core = await openTestDeps();
  wire = await startMongoProxy(core.config.MONGODB_URI);
});
afterAll(async () => {
  await wire.stop();
  await core.close();
});

test("MongoDB that answers questions and acknowledges no write is away; the probe asks for a journaled majority", async () => {
  const connection = await openConnection(wire.uri);
  try {
    expect(await probeServices(connection, core.redis)).toEqual({ mongodb: "up", redis: "up" });
    const asked = wire.commands.find(({ update }) => update === "probes");
    expect(asked?.writeConcern).toMatchObject({ w: "majority", j: true });
    const release = wire.holdAnswers("update");
    expect(await connection.getClient().db("admin").command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(await probeServices(connection, core.redis)).toEqual({ mongodb: "away", redis: "up" });
    release();
  } finally {
    await connection.close();
  }
});
