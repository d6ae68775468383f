import { beforeAll, expect, test } from "vitest";
import type { Database } from "#campaigns/open.ts";
import { prepareDatabase } from "#campaigns/platform/prepare-database.ts";
import { useDatabase } from "./support/use-database.ts";

let database: Database;

useDatabase((opened) => {
  database = opened;
});
beforeAll(() => prepareDatabase(database));

const indexes = async () =>
  (await database.dispatches.indexes()).map(({ name, key }) => [name, JSON.stringify(key)]).sort();

test("a database of an earlier Sheaf, with another index under the same name, is prepared; an operator's own index stays", async () => {
  const today = await indexes();
  await database.dispatches.dropIndex("other-ends");
  await database.dispatches.createIndex({ state: 1, _id: 1 }, { name: "other-ends" });
  await database.dispatches.createIndex({ at: 1 }, { name: "operators-own" });
  await prepareDatabase(database);
  expect(await indexes()).toEqual([...today, ["operators-own", '{"at":1}']].sort());
});
