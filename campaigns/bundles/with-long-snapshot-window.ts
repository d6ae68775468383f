import { mongo } from "mongoose";
import { fromNow } from "../platform/database-time.ts";
import { minute } from "../platform/durations.ts";
import type { SnapshotWindow } from "./snapshot-window.model.ts";

/** The part of a connection that reads and sets a MongoDB parameter. */
type Asking = {
  getClient(): {
    db(name: string): { command(asked: Record<string, unknown>): Promise<Record<string, unknown>> };
  };
};
type HoldingDatabase = { connection: Asking; snapshotWindows: mongo.Collection<SnapshotWindow> };

/** How long a past state can be read while a bundle is written, in seconds; MongoDB's default is 300. */
const window = 3_600;

/** How long a hold is valid without renewal, in milliseconds; it is renewed every minute. */
const holdLife = 3 * minute;

/**
 * Makes MongoDB keep past states for an hour while something is read, and restores the setting once nobody else
 * needs it. Without permission to change the setting it continues with the current one, which is enough for about
 * ten million signatures on a quiet machine.
 */
export async function withLongSnapshotWindow<Outcome>(
  database: HoldingDatabase,
  read: () => Promise<Outcome>,
): Promise<Outcome> {
  const id = new mongo.ObjectId().toHexString();
  // Read twice: the first answer may come from somebody who was just about to restore the setting.
  const usual = (await join(database, id)) ?? (await join(database, id));
  if (usual === undefined) return read();
  // Set again every minute as well: a process that dies between restoring the setting and checking for
  // newcomers then does no harm.
  let renewed: Promise<unknown> = Promise.resolve();
  const renewing = setInterval(() => {
    renewed = hold(database, id, usual).catch(() => undefined);
  }, minute);
  try {
    return await read();
  } finally {
    clearInterval(renewing);
    // A renewal in progress would keep the hold alive after the end.
    await renewed;
    await leave(database, id);
  }
}

/** Starts a hold and returns the usual setting; undefined when nothing has to be held, or it is not permitted. */
async function join(database: HoldingDatabase, id: string): Promise<number | undefined> {
  const seconds = await ask(database).catch(() => undefined);
  if (seconds === undefined) return undefined;
  const held = await database.snapshotWindows.findOne({ _id: "history" });
  if (!held && seconds >= window) return undefined;
  return hold(database, id, held?.usual ?? seconds);
}

async function hold(database: HoldingDatabase, id: string, usual: number): Promise<number> {
  const held = await database.snapshotWindows.findOneAndUpdate(
    { _id: "history" },
    [{ $set: { [`until.${id}`]: fromNow(holdLife), usual: { $ifNull: ["$usual", usual] } } }],
    { upsert: true, returnDocument: "after" },
  );
  await set(database, window);
  return held?.usual ?? usual;
}

/**
 * Of a filter: one of the holds has not run out. Those of many stand in one document, which a lease has for one alone.
 */
const stillHeld = {
  $expr: {
    $anyElementTrue: {
      $map: { input: { $objectToArray: "$until" }, in: { $gt: ["$$this.v", "$$NOW"] } },
    },
  },
};

/**
 * Ends a hold. The usual setting is restored before the last hold is removed: anyone who arrives in between finds
 * the document and adds their own hold.
 */
async function leave(database: HoldingDatabase, id: string): Promise<void> {
  const left = await database.snapshotWindows.findOneAndUpdate(
    { _id: "history" },
    { $unset: { [`until.${id}`]: "" } },
    { returnDocument: "after" },
  );
  if (!left || (await database.snapshotWindows.findOne({ _id: "history", ...stillHeld }))) return;
  await set(database, left.usual);
  const { deletedCount } = await database.snapshotWindows.deleteOne({ _id: "history", until: left.until });
  if (deletedCount === 0 && (await database.snapshotWindows.findOne({ _id: "history" })))
    await set(database, window);
}

async function ask({ connection }: HoldingDatabase): Promise<number> {
  const admin = connection.getClient().db("admin");
  const answer = await admin.command({ getParameter: 1, minSnapshotHistoryWindowInSeconds: 1 });
  return Number(answer.minSnapshotHistoryWindowInSeconds);
}

async function set({ connection }: HoldingDatabase, seconds: number): Promise<void> {
  const admin = connection.getClient().db("admin");
  const asked = { setParameter: 1, minSnapshotHistoryWindowInSeconds: seconds };
  await admin.command(asked).catch(() => undefined);
}
