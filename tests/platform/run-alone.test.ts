import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runAlone } from "#campaigns/platform/run-alone.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function programOf(text: string, timeoutMs: number) {
  const path = join(temporaryFolder(), "program.mjs");
  writeFileSync(path, text);
  return { path, timeoutMs, mostMemory: 900 * 1024 * 1024 };
}

/** Writes when it began and when it ended. */
const busy = `const began = Date.now(); while (Date.now() - began < 50); process.stdout.write(began + " " + Date.now());`;

test("heavy work is done one after the other, and ten wait at most", async () => {
  const program = programOf(busy, 10_000);
  const asked = Array.from({ length: 12 }, () => runAlone(program, ""));
  const all = await Promise.allSettled(asked);
  const done = all.flatMap((one) =>
    one.status === "fulfilled" ? [one.value.toString().split(" ").map(Number)] : [],
  );
  expect(done).toHaveLength(10);
  expect(all.at(-1)).toMatchObject({ status: "rejected", reason: { code: "too-many" } });
  const overlaps = done.filter(([began = 0], place) => place > 0 && began < (done[place - 1]?.[1] ?? 0));
  expect(overlaps).toEqual([]);
});

test("what takes longer than its time is killed, and the next one has its turn", async () => {
  const endless = programOf("for (;;);", 300);
  await expect(runAlone(endless, "x".repeat(1_000_000))).rejects.toThrow();
  const echo = programOf("process.stdin.pipe(process.stdout);", 10_000);
  expect((await runAlone(echo, "still here")).toString()).toBe("still here");
});

test("what takes more memory than it is given ends, and the next one has its turn", async () => {
  const greedy = programOf(
    "const all = []; for (let n = 0; n < 60; n += 1) all.push(Buffer.alloc(20_000_000, 1)); process.stdout.write('had it');",
    10_000,
  );
  await expect(runAlone(greedy, "")).rejects.toThrow();
  const modest = programOf("process.stdout.write(String(Buffer.alloc(20_000_000, 1).length));", 10_000);
  expect((await runAlone(modest, "")).toString()).toBe("20000000");
});
