import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { getPriority } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findFreePort } from "#embedded/free-port.ts";
import { openMailbox } from "#embedded/mailbox/open-mailbox.ts";
import { childEnvironment } from "../support/child-environment.ts";
import { freshServices } from "../support/services.ts";
import { makeFolder, temporaryFolder } from "../support/temporary-folder.ts";
import { waitFor } from "../support/wait-for.ts";

const main = fileURLToPath(new URL("../../embedded/main.ts", import.meta.url));
const timeoutMs = 120_000;
vi.setConfig({ testTimeout: 2 * timeoutMs, hookTimeout: 2 * timeoutMs });
let folder: string;
let port: number;
let sheaf: ReturnType<typeof start>;

function start(env: NodeJS.ProcessEnv) {
  const { SHEAF_MONGOD, SHEAF_REDIS_SERVER } = process.env;
  const given = { ...childEnvironment(), SHEAF_MONGOD, SHEAF_REDIS_SERVER, WORKERS_PORT: "0", ...env };
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: given,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { out: "", err: "" };
  child.stdout?.on("data", (chunk) => {
    output.out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output.err += chunk;
  });
  const ended = once(child, "close").then(([code]) => ({ code, ...output }));
  return { child, output, ended };
}

async function startAndWait(env: NodeJS.ProcessEnv) {
  const started = start(env);
  void started.ended.then(({ out, err }) => {
    if (!out.includes("Ended.")) console.log(out, err);
  });
  await waitFor("Sheaf to be running", () => started.output.out.includes("Ctrl-C ends it"), timeoutMs);
  return started;
}

function running(): { settings: Record<string, string>; processes: Record<string, { pid: number }> } {
  return JSON.parse(readFileSync(join(folder, "running.json"), "utf8"));
}

function pidOf(name: string): number | undefined {
  return running().processes[name]?.pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function isReady(): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
  return answer?.status === 200;
}

async function withMongo<T>(use: (database: mongoose.mongo.Db) => Promise<T>): Promise<T> {
  const client = new mongoose.mongo.MongoClient(running().settings.MONGODB_URI ?? "");
  try {
    return await use(client.db());
  } finally {
    await client.close();
  }
}

beforeAll(async () => {
  folder = makeFolder();
  port = await findFreePort();
  sheaf = await startAndWait({ SHEAF_DATA: folder, PORT: `${port}` });
});

afterAll(async () => {
  sheaf.child.kill("SIGTERM");
  await sheaf.ended;
  rmSync(folder, { recursive: true, force: true });
});

test("it says where everything is, and everything is there", async () => {
  const { out } = sheaf.output;
  expect(out).toContain(`Site      http://127.0.0.1:${port}/`);
  const pages = [
    fetch(`http://127.0.0.1:${port}/`),
    fetch(`http://127.0.0.1:${port}/mailbox`),
    fetch(`http://127.0.0.1:${port}/docs`),
    fetch(`http://127.0.0.1:${port}/organiser`),
  ];
  expect((await Promise.all(pages)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

test("the first account signs in with the password that was printed, which no file holds", async () => {
  const [, email = "", password = ""] = /(\S+@\S+), password (\S+) \(shown/.exec(sheaf.output.out) ?? [];
  const answer = await fetch(`http://127.0.0.1:${port}/organiser/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ email, password }),
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  expect(answer.headers.getSetCookie().join()).toMatch(/^sheaf=.*HttpOnly/);
  for (const name of ["server.log", "commands.log"]) {
    expect(readFileSync(join(folder, "logs", name), "utf8")).not.toContain(password);
  }
});

test("the catalogue is loaded", async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/campaigns/stop-sex-trafficking`);
  expect(answer.status).toBe(200);
});

test("what only its owner may know is readable by nobody else", () => {
  for (const name of ["running.json", "keys.json", "lock"]) {
    expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
  }
});

test("a second start on the same data is refused, and says which process has it", async () => {
  const { code, err } = await start({ SHEAF_DATA: folder, PORT: "0" }).ended;
  expect(code).toBe(1);
  expect(err).toContain(`Sheaf is already running on ${folder} (process ${sheaf.child.pid}`);
});

test("a busy port is said with a free one, and nothing is left running", async () => {
  const other = temporaryFolder();
  const { code, err } = await start({ SHEAF_DATA: other, PORT: `${port}` }).ended;
  expect(code).toBe(1);
  expect(err).toMatch(
    new RegExp(`Port ${port} is used by another program; start on another port: PORT=\\d+ npm start`),
  );
});

test("a service that was named but does not answer is said with its address, without its password", async () => {
  const redis = `redis://:secret@127.0.0.1:${await findFreePort()}`;
  const { code, err } = await start({ SHEAF_DATA: temporaryFolder(), PORT: "0", REDIS_URL: redis }).ended;
  expect(code).toBe(1);
  expect(err).toContain(`The Redis of REDIS_URL (${redis.replace(":secret@", "")}) does not answer`);
  expect(err).not.toContain("secret");
});

test("with MongoDB, Redis and mail server named it uses those, and starts none", async () => {
  const services = await freshServices();
  const mailbox = await openMailbox(temporaryFolder());
  const other = temporaryFolder();
  const env = { MONGODB_URI: services.mongodbUri, REDIS_URL: services.redisUrl, SMTP_URL: mailbox.smtpUrl };
  const { child, output, ended } = await startAndWait({ SHEAF_DATA: other, PORT: "0", ...env });
  const { settings, processes } = JSON.parse(readFileSync(join(other, "running.json"), "utf8"));
  expect(settings).toMatchObject(env);
  expect(Object.keys(processes).toSorted()).toEqual(["server", "updates", "workers"]);
  expect(output.out).not.toContain("Mailbox ");
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
  await mailbox.close();
  await services.dropAll();
});

test("a folder that can't be written is said with the command that helps", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const { code, err } = await start({ SHEAF_DATA: file }).ended;
  expect(code).toBe(1);
  expect(err).toContain(`${file} is not a folder: name another one, for example SHEAF_DATA=.sheaf npm start`);
});

test("sending updates gives way to signing and counting", () => {
  expect(getPriority(pidOf("updates"))).toBeGreaterThan(getPriority(pidOf("workers")));
  expect(getPriority(pidOf("server"))).toBe(getPriority(pidOf("workers")));
});

test.each(["workers", "updates", "server", "Redis", "MongoDB"])(
  "%s is started again after kill -9, and all is ready",
  async (name) => {
    const before = pidOf(name) ?? 0;
    process.kill(before, "SIGKILL");
    await waitFor(`another ${name}`, () => ![undefined, before].includes(pidOf(name)));
    await waitFor("readiness", isReady, timeoutMs);
    expect(sheaf.output.out).toContain(`${name} was killed by SIGKILL`);
  },
);

test("asked to end it ends server and both workers, then Redis, then MongoDB, and its data is there again", async () => {
  await withMongo((database) => database.collection("things").insertOne({ name: "kept" }));
  const { processes } = running();
  const last = new Map<string, number>();
  sheaf.child.kill("SIGTERM");
  for (let alive = true; alive; await wait(5)) {
    const left = Object.entries(processes).filter(([, { pid }]) => isAlive(pid));
    for (const [name] of left) last.set(name, performance.now());
    alive = left.length > 0;
  }
  const [server = 0, workers = 0, updates = 0, redis = 0, mongodb = 0] = [
    "server",
    "workers",
    "updates",
    "Redis",
    "MongoDB",
  ].map((name) => last.get(name));
  expect((await sheaf.ended).code).toBe(0);
  expect(redis).toBeGreaterThanOrEqual(Math.max(server, workers, updates));
  expect(mongodb).toBeGreaterThan(redis);

  sheaf = await startAndWait({ SHEAF_DATA: folder, PORT: `${port}` });
  expect(await withMongo((database) => database.collection("things").countDocuments())).toBe(1);
  expect(sheaf.output.out).toContain("npm run sheaf -- accounts reset");
});

test("killed outright it leaves nothing running, and starts again", async () => {
  const pids = Object.values(running().processes).map(({ pid }) => pid);
  sheaf.child.kill("SIGKILL");
  await sheaf.ended;
  sheaf = await startAndWait({ SHEAF_DATA: folder, PORT: `${port}` });
  expect(pids.filter(isAlive)).toEqual([]);
  expect(await withMongo((database) => database.collection("things").countDocuments())).toBe(1);
});
