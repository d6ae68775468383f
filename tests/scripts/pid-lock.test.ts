import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { processStamp, takeLock } from "../../scripts/setup/pid-lock.mjs";
import { temporaryFolder } from "../support/temporary-folder.ts";

const module = new URL("../../scripts/setup/pid-lock.mjs", import.meta.url).href;

/** Another process that tries to take the lock, says whether it did, and stays. */
async function rival(path: string) {
  const script = `
    import { takeLock } from ${JSON.stringify(module)};
    console.log(takeLock(${JSON.stringify(path)}).taken);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [answer] = await once(child.stdout, "data");
  return { child, taken: String(answer).trim() === "true" };
}

test("a lock has one holder, who is named to the others", async () => {
  const path = join(temporaryFolder(), "lock");
  const { child, taken } = await rival(path);
  expect(taken).toBe(true);
  expect(takeLock(path)).toEqual({ taken: false, holder: child.pid });
});

test("of many that try at once, one gets it", async () => {
  const path = join(temporaryFolder(), "lock");
  const rivals = await Promise.all(Array.from({ length: 6 }, () => rival(path)));
  expect(rivals.filter(({ taken }) => taken)).toHaveLength(1);
});

test("the lock of a process that was killed is taken over", async () => {
  const path = join(temporaryFolder(), "lock");
  const { child } = await rival(path);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(existsSync(path)).toBe(true);
  expect(takeLock(path).taken).toBe(true);
});

test("a later process with the same id is not taken for the holder", () => {
  const path = join(temporaryFolder(), "lock");
  writeFileSync(path, JSON.stringify({ pid: process.pid, stamp: "long ago" }));
  expect(takeLock(path).taken).toBe(true);
});

test("a lock that was given back is free", () => {
  const path = join(temporaryFolder(), "lock");
  const lock = takeLock(path);
  if (lock.taken) lock.release();
  expect(existsSync(path)).toBe(false);
});

test("a process that is gone has no stamp", () => {
  expect(processStamp(process.pid)).toBeTruthy();
  expect(processStamp(2 ** 22 + 1)).toBeUndefined();
});
