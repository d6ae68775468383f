import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { describeEnding, launch } from "#embedded/launch.ts";
import { type Supervised, supervise } from "#embedded/supervise.ts";
import { waitFor } from "../support/wait-for.ts";

function node(script: string, timeoutMs = 5_000) {
  return launch({ name: "The script", command: process.execPath, args: ["-e", script], timeoutMs });
}

function keep(script: string) {
  const news: string[] = [];
  const givenUp = Promise.withResolvers<unknown>();
  const supervised: Supervised = supervise({
    name: "script",
    start: () => node(script),
    onChange: () => undefined,
    onDeath: (sentence) => news.push(sentence),
    onGiveUp: givenUp.resolve,
  });
  onTestFinished(() => supervised.stop());
  return { supervised, news, givenUp: givenUp.promise };
}

const runsForever = "setInterval(() => {}, 1000)";

test("a process that is killed is started again, and said", async () => {
  const { supervised, news } = keep(runsForever);
  await supervised.started;
  const first = supervised.pid() ?? 0;
  process.kill(first, "SIGKILL");
  await waitFor("another process", () => supervised.pid() !== undefined && supervised.pid() !== first);
  expect(news).toEqual(["script was killed by SIGKILL; it is started again."]);
});

test("after five deaths within a minute it is given up, with its last words", async () => {
  const { givenUp, news } = keep("console.error('the port is gone'); process.exit(3)");
  const reason = await givenUp;
  expect(String(reason)).toContain(
    "script ended 5 times in a minute; it ended with code 3:\n    the port is gone",
  );
  expect(news).toHaveLength(4);
});

test("a process that finds its disk full is not started again", async () => {
  const { givenUp, news } = keep("console.error('write: ENOSPC, No space left on device'); process.exit(1)");
  expect(String(await givenUp)).toContain("No space left on device");
  expect(news).toEqual([]);
});

test("one that is asked to end is not started again", async () => {
  const { supervised, news } = keep(runsForever);
  await supervised.started;
  await supervised.stop();
  expect(supervised.pid()).toBeUndefined();
  expect(news).toEqual([]);
});

test("a process that does not end when asked is killed after its time", async () => {
  const stubborn = await node(
    "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)",
    300,
  );
  await wait(500);
  await stubborn.stop();
  await expect(stubborn.ended).resolves.toMatchObject({ signal: "SIGKILL" });
});

test("log lines in JSON are told as their message and error alone", async () => {
  const entries = [
    { level: 30, msg: "listening" },
    { level: 60, msg: "the server stops", err: { message: "out of luck" } },
    { s: "E", msg: "DBException", attr: { error: "DBPathInUse: in use" } },
  ];
  const script = entries.map((entry) => `console.log(${JSON.stringify(JSON.stringify(entry))});`).join("");
  const child = await node(`${script} process.exitCode = 1`);
  expect(describeEnding(await child.ended)).toBe(
    "ended with code 1:\n    the server stops: out of luck\n    DBException: DBPathInUse: in use",
  );
});
