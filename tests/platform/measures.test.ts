import { Registry } from "@prometheus-io/client";
import { expect, test } from "vitest";
import { warnOfDisk } from "#campaigns/platform/measure-disk.ts";
import { addMeasures } from "#campaigns/platform/measures.ts";

test("what can't be measured now is left out and named, and neither fails nor holds up the rest", async () => {
  const registry = new Registry();
  let works = true;
  addMeasures(registry, [
    { name: "fine", help: "x", measure: async () => [{ value: 7 }] },
    {
      name: "away",
      help: "x",
      labels: ["of"],
      measure: async () => {
        if (!works) throw new Error("MongoDB is away");
        return [{ labels: { of: "a" }, value: 1 }];
      },
    },
    {
      name: "hangs",
      help: "x",
      measure: () => (works ? Promise.resolve([{ value: 3 }]) : new Promise(() => undefined)),
    },
  ]);
  const lines = async () =>
    (await registry.metrics()).split("\n").filter((line) => line && !line.startsWith("#"));
  expect(await lines()).toEqual(expect.arrayContaining(["fine 7", 'away{of="a"} 1', "hangs 3"]));
  works = false;
  const before = performance.now();
  await registry.metrics();
  expect(performance.now() - before).toBeLessThan(10_000);
  const found = await lines();
  expect(found).toEqual(
    expect.arrayContaining([
      "fine 7",
      'sheaf_unmeasured{metric="away"} 1',
      'sheaf_unmeasured{metric="hangs"} 1',
    ]),
  );
  expect(found.filter((line) => /^(away|hangs)/.test(line))).toEqual([]);
  works = true;
  await registry.metrics();
  expect(await lines()).not.toContain('sheaf_unmeasured{metric="away"} 1');
});

test("a disk is told of while there is still room on it", () => {
  expect(warnOfDisk({ free: 50e9, size: 100e9 })).toBeUndefined();
  expect(warnOfDisk({ free: 9e9, size: 100e9 })).toContain("Only 9.0 of 100.0 GB are left");
  expect(warnOfDisk({ free: 1e9, size: 8e9 })).toContain("MongoDB stops");
});
