import type { Log } from "../log.ts";
import { type KeyFile, readKeyFile } from "./key-file.ts";
import type { Keys } from "./keys.ts";

/** How soon every process uses a new sealing key, in milliseconds. */
export const keyFileInterval = 2_000;

/** A key file that is being followed. */
export type FollowedKeyFile = {
  /** Why the file as it is now is not used; undefined while all is well. */
  problem(): string | undefined;
  stop(): void;
};

/**
 * Takes new sealing keys from the key file while the process runs. A file that is gone or broken meanwhile, or that of
 * another installation, changes nothing: the keys in memory go on, and the log says so at once, as no process could
 * start with it.
 */
export function followKeyFile(path: string, keys: Keys, log: Log): FollowedKeyFile {
  let problem: string | undefined;
  const turn = (found: string | undefined) => {
    if (found === problem) return;
    problem = found;
    if (found) log.error(`${found} The keys in memory go on; after a restart nothing would.`);
    else log.info(`The key file ${path} is usable again.`);
  };
  const take = (file: KeyFile | undefined) => {
    if (!file) return turn(`The key file ${path} is gone: restore it from your backup.`);
    const isOurs = keys.replace(file);
    turn(isOurs ? undefined : `${path} is the key file of another installation: restore the right one.`);
  };
  let reading = false;
  const read = async () => {
    if (reading) return;
    reading = true;
    await readKeyFile(path).then(take, (error: Error) => turn(error.message));
    reading = false;
  };
  // Read as it is, not when a change is noticed: what happens before a watcher's first look would never be.
  const timer = setInterval(() => void read(), keyFileInterval).unref();
  return { problem: () => problem, stop: () => clearInterval(timer) };
}
