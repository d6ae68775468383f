import { unwatchFile, watchFile } from "node:fs";
import { readKeyFile } from "./key-file.ts";
import type { Keys } from "./keys.ts";

/** How soon every process uses a new sealing key, in milliseconds. */
export const keyFileInterval = 2_000;

/**
 * Picks up new sealing keys from the key file while the process runs. If the file is missing or broken, nothing
 * changes: the keys in memory stay in use.
 */
export function followKeyFile(path: string, keys: Keys): { stop(): void } {
  const read = () => {
    readKeyFile(path).then(
      (file) => {
        if (file) keys.replace(file);
      },
      () => undefined,
    );
  };
  watchFile(path, { interval: keyFileInterval, persistent: false }, read);
  return { stop: () => unwatchFile(path, read) };
}
