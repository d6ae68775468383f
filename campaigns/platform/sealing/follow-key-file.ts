import { unwatchFile, watchFile } from "node:fs";
import { readKeyFile } from "./key-file.ts";
import type { Keys } from "./keys.ts";

/** How soon a new sealing key is used by every process, in milliseconds. */
export const keyFileInterval = 2_000;

/**
 * Takes new sealing keys from the key file while the process runs. A file that is gone or broken meanwhile changes
 * nothing: the keys in memory go on.
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
