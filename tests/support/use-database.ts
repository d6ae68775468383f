import { afterAll, beforeAll } from "vitest";
import { type Database, openDatabase } from "#campaigns/open.ts";
import { freshServices } from "./services.ts";

/** Gives a file's tests a database of their own before the first of them, and drops it after the last. */
export function useDatabase(take: (database: Database) => void): void {
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const services = await freshServices();
    const database = await openDatabase(services.mongodbUri);
    drop = async () => {
      await database.close();
      await services.dropAll();
    };
    take(database);
  });
  afterAll(() => drop());
}
