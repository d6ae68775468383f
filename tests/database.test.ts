import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase, prepareDatabase } from "#campaigns/database.ts";
import { type FreshServices, freshServices } from "./support/services.ts";

let services: FreshServices;
let database: Database;

beforeAll(async () => {
  services = await freshServices();
  database = await openDatabase(services.mongodbUri);
  await prepareDatabase(database);
});
afterAll(async () => {
  await database.close();
  await services.dropAll();
});

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
