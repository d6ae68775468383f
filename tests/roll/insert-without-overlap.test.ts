import { expect, test } from "vitest";
import { insertWithoutOverlap } from "#campaigns/signing/roll/insert-without-overlap.ts";

type Named = { name: string };

const named = (...names: string[]): Named[] => names.map((name) => ({ name }));
const namesOf = (some: Named[]) => some.map(({ name }) => name);

test("a signature that another sheet is inserting is left until that is done, the others are not", async () => {
  const steps: string[] = [];
  const first = Promise.withResolvers<Named[]>();
  const one = insertWithoutOverlap(named("anna", "ben"), (some) => {
    steps.push(`one: ${namesOf(some)}`);
    return first.promise;
  });
  const other = insertWithoutOverlap(named("ben", "cleo"), async (some) => {
    steps.push(`other: ${namesOf(some)}`);
    return some.filter(({ name }) => name !== "ben");
  });
  await Promise.resolve();
  expect(steps).toEqual(["one: anna,ben", "other: cleo"]);
  first.resolve(named("anna", "ben"));
  expect(namesOf(await one)).toEqual(["anna", "ben"]);
  expect(namesOf(await other)).toEqual(["cleo"]);
  expect(steps).toEqual(["one: anna,ben", "other: cleo", "other: ben"]);
});

test("an insert that fails is told to its own sheet only; the one that waited goes on", async () => {
  const failing = Promise.withResolvers<Named[]>();
  const one = insertWithoutOverlap(named("dora"), () => failing.promise);
  const other = insertWithoutOverlap(named("dora"), async (some) => some);
  failing.reject(new Error("MongoDB went away."));
  await expect(one).rejects.toThrow("went away");
  expect(namesOf(await other)).toEqual(["dora"]);
});

test("sheets that wait for each other's signatures both come to an end", async () => {
  const both = await Promise.all([
    insertWithoutOverlap(named("emil", "fay"), async (some) => some),
    insertWithoutOverlap(named("fay", "emil"), async (some) => some),
    insertWithoutOverlap(named("fay", "gus", "emil"), async (some) => some),
  ]);
  expect(both.map(namesOf)).toEqual([
    ["emil", "fay"],
    ["fay", "emil"],
    ["gus", "fay", "emil"],
  ]);
});
