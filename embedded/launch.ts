import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { keepLastWords } from "./last-words.ts";
import type { Log } from "./log-file.ts";
import { StartError } from "./start-error.ts";

/** How a program ended, and the last lines it wrote. */
export type Ending = { code: number | null; signal: NodeJS.Signals | null; lastWords: string };

/** A started program. */
export type Child = {
  pid: number;
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<Ending>;
  /** Asks it to end, and kills it when it takes too long. */
  stop(): Promise<void>;
  /** Kills it at once, as a crash would. */
  kill(): Promise<void>;
};

/** What to start: `timeoutMs` is how long it may take to end when asked to, in milliseconds. */
export type Launch = {
  name: string;
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  log?: Log | undefined;
  timeoutMs?: number;
  /** Whether the others go first when there are not enough processors for all. */
  givesWay?: boolean | undefined;
};

/**
 * Starts a program that ends with this process, even when this one is killed (on Linux). It has its own process
 * group, so that Ctrl-C reaches only us and we decide in which order everything ends.
 * @throws StartError when it can't be run at all.
 */
export function launch(program: Launch): Promise<Child> {
  const { name, args, env, cwd, log, timeoutMs = 20_000 } = program;
  const [command, commandArgs] = endingWithParent(program.command, args);
  const child = spawn(command, commandArgs, { env, cwd, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const ended = endingOf(child, log);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new StartError(`${name} can't be started: ${error.message}`)));
    child.once("spawn", () => {
      if (program.givesWay && child.pid) lower(child.pid);
      resolve({
        pid: child.pid ?? 0,
        ended,
        kill: () => end("SIGKILL"),
        async stop() {
          const stopWaiting = new AbortController();
          const killLater = wait(timeoutMs, undefined, { signal: stopWaiting.signal, ref: false });
          killLater.then(() => child.kill("SIGKILL")).catch(() => undefined);
          await end("SIGTERM");
          stopWaiting.abort();
        },
      });
    });
  });
}

/** The lowest priority: it gets what the others leave. */
const stepsDown = 19;

/**
 * Linux weighs whole sessions before processes (sched(7), "The autogroup feature"), other systems don't: both are
 * set.
 */
function lower(pid: number): void {
  try {
    setPriority(pid, stepsDown);
    writeFileSync(`/proc/${pid}/autogroup`, `${stepsDown}`);
  } catch {
    // Then it runs with the same priority as the others.
  }
}

function endingOf(child: ChildProcess, log: Log | undefined): Promise<Ending> {
  const output = keepLastWords();
  const errors = keepLastWords();
  child.stdout?.on("data", (chunk: Buffer) => {
    log?.write(chunk);
    output.hear(chunk);
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    log?.write(chunk);
    errors.hear(chunk);
  });
  return new Promise((resolve) => {
    child.once("close", (code, signal) =>
      resolve({ code, signal, lastWords: errors.read() || output.read() }),
    );
  });
}

/** Says how a program ended, as the end of a sentence and without its last words. */
export function howItEnded({ code, signal }: Ending): string {
  return signal ? `was killed by ${signal}` : `ended with code ${code}`;
}

/** Says how a program ended, as the end of a sentence, and its last words on lines of their own. */
export function describeEnding(ending: Ending): string {
  const how = howItEnded(ending);
  return ending.lastWords ? `${how}:\n${ending.lastWords.replace(/^/gm, "    ")}` : how;
}

let knowsParentDeath: boolean | undefined;

function endingWithParent(command: string, args: readonly string[]): [string, string[]] {
  knowsParentDeath ??=
    process.platform === "linux" && spawnSync("setpriv", ["--pdeathsig", "TERM", "true"]).status === 0;
  if (!knowsParentDeath) return [command, [...args]];
  return ["setpriv", ["--pdeathsig", "TERM", "--", command, ...args]];
}
