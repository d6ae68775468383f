import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { findFreePort } from "#embedded/free-port.ts";
import { childEnvironment } from "./child-environment.ts";
import { makeFolder } from "./temporary-folder.ts";
import { waitFor } from "./wait-for.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const timeoutMs = 90_000;

const runningSchema = Type.Object({
  settings: Type.Record(Type.String(), Type.String()),
  processes: Type.Record(Type.String(), Type.Object({ pid: Type.Integer() })),
});

/** The processes that the embedded launcher keeps. */
export type ProcessName = "MongoDB" | "Redis" | "server" | "workers";

/** Sheaf as `npm start` runs it, on a folder and a port of its own. */
export type RunningSheaf = {
  site: string;
  /** What the launcher has printed. */
  printed(): string;
  /** The id of a process as it runs now; undefined while it is being started again. */
  pidOf(name: ProcessName): number | undefined;
  /** Runs `sheaf` with these arguments against it, and answers with what it printed. */
  command(...args: string[]): Promise<string>;
  stop(): Promise<void>;
};

/**
 * Starts the embedded launcher, as it comes, in a process of its own, and waits until the site answers; `words` are
 * what `npm start --` is given.
 */
export async function runSheaf(...words: string[]): Promise<RunningSheaf> {
  const folder = makeFolder();
  const port = await findFreePort();
  const { SHEAF_MONGOD, SHEAF_REDIS_SERVER } = process.env;
  const env = { ...childEnvironment(), SHEAF_MONGOD, SHEAF_REDIS_SERVER, WORKERS_PORT: "0" };
  const launcher = runNode(["embedded/main.ts", ...words], { ...env, SHEAF_DATA: folder, PORT: `${port}` });
  let hasEnded = false;
  void launcher.ended.then(() => {
    hasEnded = true;
  });
  const running = () =>
    Value.Parse(runningSchema, JSON.parse(readFileSync(join(folder, "running.json"), "utf8")));

  await waitFor(
    "Sheaf to be running",
    () => {
      if (hasEnded) throw new Error(`Sheaf did not start:\n${launcher.output()}`);
      return launcher.output().includes("Ctrl-C ends it");
    },
    timeoutMs,
  );
  return {
    site: `http://127.0.0.1:${port}`,
    printed: launcher.output,
    pidOf: (name) => running().processes[name]?.pid,
    async command(...args) {
      const { child, ended, output } = runNode(["cli/main.ts", ...args], { ...env, ...running().settings });
      await ended;
      if (child.exitCode !== 0) throw new Error(`sheaf ${args.join(" ")} failed:\n${output()}`);
      return output();
    },
    async stop() {
      launcher.child.kill("SIGTERM");
      await launcher.ended;
      if (existsSync(join(folder, "running.json")))
        throw new Error(`Sheaf did not end:\n${launcher.output()}`);
    },
  };
}

function runNode(args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, args, { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return { child, ended: once(child, "close"), output: () => output };
}
