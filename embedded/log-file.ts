import { closeSync, openSync, renameSync, statSync, writeSync } from "node:fs";

const LARGEST = 10_000_000;

/** Where a program's output is kept. */
export type Log = { write(chunk: Buffer | string): void; close(): void };

/**
 * Opens a log file that never grows beyond 10 MB: it is then moved to `path.1`, replacing the previous one. A log
 * that can't be written, on a full disk, is given up without disturbing its program.
 */
export function openLog(path: string, largest = LARGEST): Log {
  let file: number | undefined;
  let size = 0;
  const open = () => {
    file = openSync(path, "a", 0o600);
    size = statSync(path).size;
  };
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  open();
  return {
    close,
    write(chunk) {
      if (file === undefined) return;
      try {
        size += writeSync(file, chunk.toString());
        if (size <= largest) return;
        close();
        renameSync(path, `${path}.1`);
        open();
      } catch {
        close();
      }
    },
  };
}
