import { execFile } from "node:child_process";
import { DomainError } from "./errors.ts";

/**
 * A program of ours: its file, how long it may take, and how many bytes of memory, of which Node itself reserves half a
 * gigabyte. It ends when it takes more.
 */
type Program = { path: string; timeoutMs: number; mostMemory: number };

const largestOutput = 50_000_000;

/** The kernel refuses memory beyond the limit, in KiB. The shell becomes the program, so that a kill reaches it. */
const bounded = 'ulimit -d "$0" && exec "$@"';

/** When so many wait, the next one is told to come later. */
const mostWaiting = 10;

/** One at a time, whatever it is: each takes a processor and much memory, and people who sign come first. */
let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Runs heavy work in a process of its own and gives what it writes; it is killed when its time is over.
 * @throws DomainError `too-many` when too many wait already.
 */
export async function runAlone(program: Program, input: string | Uint8Array): Promise<Buffer> {
  if (waiting >= mostWaiting)
    throw new DomainError("too-many", "Too many pictures and posters are being made: try again in a minute.");
  waiting += 1;
  const output = last.then(() => run(program, input));
  last = output.catch(() => undefined);
  try {
    return await output;
  } finally {
    waiting -= 1;
  }
}

function run({ path, timeoutMs, mostMemory }: Program, input: string | Uint8Array): Promise<Buffer> {
  return new Promise((done, fail) => {
    const options = {
      encoding: "buffer",
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      maxBuffer: largestOutput,
    } as const;
    const program = [String(Math.floor(mostMemory / 1024)), process.execPath, path];
    const child = execFile("/bin/sh", ["-c", bounded, ...program], options, (error, output) => {
      if (error) fail(error);
      else done(output);
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
