import { mkdirSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { checkCode } from "./setup/check-code.mjs";
import { chromium, leavesOutBrowser } from "./setup/chromium.mjs";
import { removeUnfinished, root, tools } from "./setup/folders.mjs";
import { node24, nodeProgram } from "./setup/node-24.mjs";
import { packages } from "./setup/packages.mjs";
import { takeLock } from "./setup/pid-lock.mjs";
import { endQuietRuns } from "./setup/processes.mjs";
import { runProgram } from "./setup/run-program.mjs";
import { settingsOfRunningSystem } from "./setup/running-system.mjs";
import { serviceSteps } from "./setup/services.mjs";
import { SetupError } from "./setup/setup-error.mjs";
import { say } from "./setup/terminal.mjs";

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"];

const commands = {
  start: {
    steps: () => [packages, node24, ...serviceSteps(process.env)],
    run: (env, args) => runNode(env, ["embedded/main.ts", ...args], { endsWithSetup: true }),
  },
  test: {
    steps: (args) => [
      packages,
      node24,
      ...serviceSteps(process.env),
      ...(leavesOutBrowser(args) ? [] : [chromium]),
    ],
    run: (env, args) => runNode(env, ["node_modules/vitest/vitest.mjs", "run", ...args]),
  },
  check: { steps: () => [packages, node24], run: checkCode },
  sheaf: {
    steps: () => [packages, node24],
    run: (env, args) =>
      runNode({ ...env, ...settingsOfRunningSystem(env, args) }, ["cli/main.ts", ...args], {
        cwd: process.cwd(),
      }),
  },
  bench: {
    steps: () => [packages, node24, ...serviceSteps(process.env)],
    run: (env, args) => runNode(env, ["bench/main.ts", ...args]),
  },
};

/** From here on signals are for the program to handle: setup only passes them on. */
function runNode(env, [script, ...args], options) {
  for (const signal of endingSignals) process.removeListener(signal, endOnSignal);
  return runProgram(nodeProgram(), [join(root, script), ...args], { env, cwd: root, ...options });
}

/** Runs each step that is not done yet, one setup at a time; when everything is done it costs next to nothing. */
async function makeSure(steps) {
  if ((await undone(steps)).length === 0) return;
  const lock = await waitForLock();
  try {
    removeUnfinished();
    const missing = await undone(steps);
    // What can't be installed is reported before the long downloads.
    for (const step of missing) await step.foresee?.();
    for (const step of missing) await step.install();
  } finally {
    lock.release();
  }
}

async function undone(steps) {
  const done = await Promise.all(steps.map((step) => step.isDone()));
  return steps.filter((_, index) => !done[index]);
}

async function waitForLock() {
  mkdirSync(tools, { recursive: true });
  for (let told = false; ; told = true) {
    const lock = takeLock(join(tools, "setup.lock"));
    if (lock.taken) return lock;
    if (!told) say(`Another setup (process ${lock.holder ?? "starting"}) is installing; waiting for it.`);
    await wait(300);
  }
}

/** Made-up data has a folder of its own. */
const folderFor = (name, args) => (name === "start" && args.includes("--demo") ? ".sheaf-demo" : ".sheaf");

function environmentFor(steps, defaultFolder) {
  const additions = steps.map((step) => step.environment?.() ?? {});
  const path = `${dirname(nodeProgram())}:${process.env.PATH ?? ""}`;
  const folder = resolve(root, process.env.SHEAF_DATA || defaultFolder);
  return Object.assign({ ...process.env, PATH: path, SHEAF_DATA: folder }, ...additions);
}

function endOnSignal(signal) {
  endQuietRuns();
  process.exit(128 + constants.signals[signal]);
}

async function main([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? "") ? commands[name] : undefined;
  if (!command)
    throw new SetupError(`Usage: node scripts/setup.mjs ${Object.keys(commands).join("|")} [...]`);
  if (Number.parseInt(process.versions.node, 10) < 18) {
    throw new SetupError(`Sheaf's setup needs Node 18 or newer; this is ${process.version}.`);
  }
  const steps = command.steps(args);
  for (const signal of endingSignals) process.on(signal, endOnSignal);
  await makeSure(steps);
  return command.run(environmentFor(steps, folderFor(name, args)), args);
}

function explain(error) {
  if (error instanceof SetupError) return error.message;
  if (error.code === "ENOSPC")
    return `The disk of ${root} is full: make room (df -h ${root}), then run it again.`;
  if (["EACCES", "EPERM", "EROFS"].includes(error.code)) {
    return `${error.path ?? root} can't be written by this user: sudo chown -R $(id -u) ${root}`;
  }
  return error.stack;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`\n  ${explain(error)}\n`);
  process.exitCode = 1;
}
