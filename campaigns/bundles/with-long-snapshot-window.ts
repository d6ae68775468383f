import { mongo } from "mongoose";
import { fromNow } from "../platform/database-time.ts";
import type { HistoryHold } from "./history-hold.model.ts";

/** Of a connection, what asks for and sets a parameter of MongoDB. */
type Asking = {
  getClient(): {
    db(name: string): { command(asked: Record<string, unknown>): Promise<Record<string, unknown>> };
  };
};
type HoldingDatabase = { connection: Asking; historyHolds: mongo.Collection<HistoryHold> };

/** How long the state of a moment can be read while a bundle is written, in seconds; MongoDB's own default is 300. */
const window = 3_600;

const minute = 60_000;

/** How long a hold counts without being renewed, which happens every minute, in milliseconds. */
const holdLife = 3 * minute;

/**
 * Lets MongoDB keep the state of past moments for an hour while something is read, and sets that back once nobody else
 * reads so. Who is not allowed to set it goes on with what is set: it is enough for some ten million signatures on a quiet
 * machine.
 */
export async function withLongSnapshotWindow<Outcome>(
  database: HoldingDatabase,
  read: () => Promise<Outcome>,
): Promise<Outcome> {
  const id = new mongo.ObjectId().toHexString();
  // Asked twice: the first answer may be that of somebody who was just about to set it back.
  const usual = (await join(database, id)) ?? (await join(database, id));
  if (usual === undefined) return read();
  // Set again each minute too: whoever dies in between of setting it back and looking who came meanwhile harms nobody.
  let renewed: Promise<unknown> = Promise.resolve();
  const renewing = setInterval(() => {
    renewed = hold(database, id, usual).catch(() => undefined);
  }, minute);
  try {
    return await read();
  } finally {
    clearInterval(renewing);
    // One that is under way would hold on after the end.
    await renewed;
    await leave(database, id);
  }
}

/** Begins a hold and gives what is usual; undefined when nothing has to be held, or nobody may. */
async function join(database: HoldingDatabase, id: string): Promise<number | undefined> {
  const seconds = await ask(database).catch(() => undefined);
  if (seconds === undefined) return undefined;
  const held = await database.historyHolds.findOne({ _id: "history" });
  if (!held && seconds >= window) return undefined;
  return hold(database, id, held?.usual ?? seconds);
}

async function hold(database: HoldingDatabase, id: string, usual: number): Promise<number> {
  const held = await database.historyHolds.findOneAndUpdate(
    { _id: "history" },
    [{ $set: { [`until.${id}`]: fromNow(holdLife), usual: { $ifNull: ["$usual", usual] } } }],
    { upsert: true, returnDocument: "after" },
  );
  await set(database, window);
  return held?.usual ?? usual;
}

/** Of a filter: one of the holds has not run out. Those of many stand in one document, which a lease has for one alone. */
const stillHeld = {
  $expr: {
    $anyElementTrue: {
      $map: { input: { $objectToArray: "$until" }, in: { $gt: ["$$this.v", "$$NOW"] } },
    },
  },
};

/** Ends a hold. What is usual is set before the last one is gone: whoever comes meanwhile finds the document, and stays in it. */
async function leave(database: HoldingDatabase, id: string): Promise<void> {
  const left = await database.historyHolds.findOneAndUpdate(
    { _id: "history" },
    { $unset: { [`until.${id}`]: "" } },
    { returnDocument: "after" },
  );
  if (!left || (await database.historyHolds.findOne({ _id: "history", ...stillHeld }))) return;
  await set(database, left.usual);
  const { deletedCount } = await database.historyHolds.deleteOne({ _id: "history", until: left.until });
  if (deletedCount === 0 && (await database.historyHolds.findOne({ _id: "history" })))
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
