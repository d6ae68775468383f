import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "#campaigns/open.ts";

/** What the process that ran a step died of, in a test. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** Called after each command has been answered by MongoDB, before the code under test hears of it; counts from 1. */
export type CommandListener = (count: number) => Promise<void> | void;

const collections = [
  "sheets",
  "pending",
  "signatures",
  "tallies",
  "totals",
  "sums",
  "sourceSums",
  "letters",
  "mailboxes",
] as const;
const reads = new Set(["toArray", "next", "forEach"]);
const commands = new Set([
  "findOne",
  "findOneAndUpdate",
  "insertOne",
  "insertMany",
  "updateOne",
  "updateMany",
  "deleteOne",
  "deleteMany",
  "bulkWrite",
  "distinct",
  "countDocuments",
]);

/** The same database, telling of each command: a step of an act can be stopped, or overtaken, at any point. */
export function watchDatabase(database: Database, listener: CommandListener): Database {
  let count = 0;
  let broken: Error | undefined;
  const heard = async (command: () => unknown) => {
    if (broken) throw broken;
    const result = await command();
    count += 1;
    try {
      await listener(count);
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw broken;
    }
    return result;
  };
  const watched = Object.fromEntries(
    collections.map((name) => [name, watchMethods<object>(database[name], commands, heard)]),
  );
  return { ...database, ...watched };
}

/**
 * A database that dies with its n-th command: MongoDB has done it, and nobody hears the answer. `died` hears that it
 * did, where a step that tries again would go on trying.
 */
export function crashAfter(
  database: Database,
  commandCount: number,
  died: () => void = () => undefined,
): Database {
  return watchDatabase(database, (count) => {
    if (count < commandCount) return;
    died();
    throw new Crash(`after command ${count}`);
  });
}

/** How long somebody is held up for what another one does meanwhile, in milliseconds. */
const longestHold = 400;

/**
 * Does a step on a database whose user is held up after its n-th command, while something else happens. What can't
 * happen meanwhile, because the step holds documents in a transaction, ends after it.
 */
export async function holdAfter(
  database: Database,
  commandCount: number,
  step: (database: Database) => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  let other: Promise<unknown> | undefined;
  await step(
    watchDatabase(database, async (count) => {
      if (count !== commandCount) return;
      other = meanwhile();
      await Promise.race([other, wait(longestHold)]);
    }),
  );
  await other;
}

/** How many commands a step takes. */
export async function countCommands(
  database: Database,
  step: (database: Database) => Promise<unknown>,
): Promise<number> {
  let commandCount = 0;
  await step(
    watchDatabase(database, (count) => {
      commandCount = count;
    }),
  );
  return commandCount;
}

function watchMethods<T extends object>(
  target: T,
  heardMethods: ReadonlySet<string>,
  heard: (command: () => unknown) => Promise<unknown>,
): T {
  const proxy: T = new Proxy(target, {
    get(_, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== "function") return member;
      return (...args: unknown[]): unknown => {
        const call = (): unknown => Reflect.apply(member, target, args);
        if (typeof key === "string" && heardMethods.has(key)) return heard(call);
        const result = call();
        if (result === target) return proxy;
        // A cursor: what counts is the moment at which it is read.
        const isCursor = key === "find" || key === "aggregate";
        return isCursor && typeof result === "object" && result !== null
          ? watchMethods(result, reads, heard)
          : result;
      };
    },
  });
  return proxy;
}
