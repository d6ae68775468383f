import type { Database } from "#campaigns/open.ts";

/** For each collection of a database, for how many milliseconds MongoDB was busy with it, waiting included. */
export type MongoTimes = Record<string, { read: number; write: number; operations: number }>;

type Counted = { time?: number; count?: number };

/** Reads MongoDB's own account (`top`), summed up since it started. */
export async function readMongoTimes({ connection }: Pick<Database, "connection">): Promise<MongoTimes> {
  const { totals } = await connection.getClient().db("admin").command({ top: 1 });
  const prefix = `${connection.name}.`;
  const own = Object.entries<{ readLock: Counted; writeLock: Counted }>(totals).filter(([name]) =>
    name.startsWith(prefix),
  );
  return Object.fromEntries(
    own.map(([name, { readLock, writeLock }]) => [
      name.slice(prefix.length),
      {
        read: (readLock.time ?? 0) / 1_000,
        write: (writeLock.time ?? 0) / 1_000,
        operations: (readLock.count ?? 0) + (writeLock.count ?? 0),
      },
    ]),
  );
}

/** What came to it in between. */
export function subtract(after: MongoTimes, before: MongoTimes): MongoTimes {
  return Object.fromEntries(
    Object.entries(after).map(([name, { read, write, operations }]) => {
      const known = before[name] ?? { read: 0, write: 0, operations: 0 };
      return [
        name,
        {
          read: read - known.read,
          write: write - known.write,
          operations: operations - known.operations,
        },
      ];
    }),
  );
}
