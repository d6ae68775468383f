import mongoose, { type Connection } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { limitTransactions } from "#campaigns/platform/limit-transactions.ts";
import { findBinary } from "#embedded/find-binary.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { type Child, launch } from "#embedded/launch.ts";
import { isListening } from "#embedded/wait-until-ready.ts";
import { makeFolder } from "../support/temporary-folder.ts";
import { waitFor } from "../support/wait-for.ts";

const parameter = "transactionLifetimeLimitSeconds";
const opened: Connection[] = [];
let mongod: Child;
let port: number;

/** A mongod as it is without Sheaf's settings, with accounts that may do different things. */
beforeAll(async () => {
  port = await findFreePort();
  const args = ["--dbpath", makeFolder(), "--port", `${port}`, "--bind_ip", "127.0.0.1", "--nounixsocket"];
  mongod = await launch({
    name: "MongoDB",
    command: process.env.SHEAF_MONGOD ?? findBinary("mongod"),
    args: [...args, "--auth", "--wiredTigerCacheSizeGB", "0.25"],
  });
  await waitFor("MongoDB", () => isListening(port), 60_000);
  const admin = (await connect()).getClient().db("admin");
  await admin.command({ createUser: "root", pwd: "root", roles: ["root"] });
  const root = (await connect("root")).getClient().db("admin");
  await root.command({ createUser: "monitor", pwd: "monitor", roles: ["clusterMonitor"] });
  await root.command({ createUser: "plain", pwd: "plain", roles: [{ role: "readWrite", db: "sheaf" }] });
});
afterAll(async () => {
  for (const connection of opened) await connection.close();
  await mongod.kill();
});

async function connect(user?: string): Promise<Connection> {
  const who = user ? `${user}:${user}@` : "";
  const uri = `mongodb://${who}127.0.0.1:${port}/sheaf?authSource=admin&directConnection=true`;
  const connection = await mongoose.createConnection(uri).asPromise();
  opened.push(connection);
  return connection;
}

const lifetime = async () => {
  const root = (await connect("root")).getClient().db("admin");
  return (await root.command({ getParameter: 1, [parameter]: 1 }))[parameter];
};

test("who may neither set nor read how long a killed worker's transaction lives is told what every mongod needs", async () => {
  const says = await limitTransactions(await connect("plain"));
  expect(says).toContain("can't be read here");
  expect(says).toContain(`Start every mongod with --setParameter ${parameter}=20`);
});

test("who may read it only is told what it is", async () => {
  expect(await limitTransactions(await connect("monitor"))).toContain(`${parameter} is 60 here`);
  expect(await lifetime()).toBe(60);
});

test("who may set it has it set, and hears nothing; a shorter one stays", async () => {
  const connection = await connect("root");
  expect(await limitTransactions(connection)).toBeUndefined();
  expect(await lifetime()).toBe(20);
  await connection
    .getClient()
    .db("admin")
    .command({ setParameter: 1, [parameter]: 7 });
  expect(await limitTransactions(connection)).toBeUndefined();
  expect(await lifetime()).toBe(7);
});
