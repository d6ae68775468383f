import { statfsSync } from "node:fs";

const SCARCE_BYTES = 300e6;
const INTERVAL = 5_000;

/** Free bytes on the disk of this folder. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/**
 * Reports once when the folder's disk is nearly full, and again if it had room in between; call the result to stop.
 */
export function watchSpace(folder: string, tell: (sentence: string) => void): () => void {
  let isScarce = false;
  const timer = setInterval(() => {
    const free = freeBytes(folder);
    const nowScarce = free < SCARCE_BYTES;
    if (nowScarce && !isScarce) {
      tell(
        `Only ${Math.floor(free / 1e6)} MB are left for ${folder}: make room (df -h ${folder}), or MongoDB will stop.`,
      );
    }
    isScarce = nowScarce;
  }, INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}
