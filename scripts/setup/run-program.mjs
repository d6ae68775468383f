import { spawn } from "node:child_process";
import { constants } from "node:os";

const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP"];

/** How long a program may take to end when asked to, before it is killed, in milliseconds. */
const PATIENCE = 90_000;

/**
 * Runs a program in place of setup: same terminal, signals passed on, and its exit code is the result. With
 * `endsWithSetup` it has an IPC channel, which closes, so that it can end too, even when setup is killed.
 */
export function runProgram(command, args, { env, cwd, endsWithSetup = false }) {
  return new Promise((resolve) => {
    const channel = endsWithSetup ? ["ipc"] : [];
    const child = spawn(command, args, { env, cwd, stdio: ["inherit", "inherit", "inherit", ...channel] });
    const passOn = (signal) => {
      child.kill(signal);
      setTimeout(() => child.kill("SIGKILL"), PATIENCE).unref();
    };
    for (const signal of PASSED_ON) process.on(signal, passOn);
    const stopWatching = watchNpm(() => passOn("SIGTERM"));
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    child.once("error", (error) => {
      console.error(`  ${command} can't be run: ${error.message}`);
      resolve(1);
    });
    child.once("exit", (code, signal) => {
      for (const name of PASSED_ON) process.removeListener(name, passOn);
      process.removeListener("exit", kill);
      stopWatching();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** npm does not pass on that it was killed: calls back when the npm that started this setup is gone. */
function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 1_000);
  return () => clearInterval(timer);
}
