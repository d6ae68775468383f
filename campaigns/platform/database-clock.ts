import type { Connection } from "mongoose";

/** A clock that goes by MongoDB's. */
export type DatabaseClock = { now(): Date; stop(): void };

/**
 * What a question for the time tells: how far MongoDB's clock is ahead of this process's own count, and by how much
 * that may be off.
 */
type Sample = { offset: number; error: number };

const askEvery = 10_000;

/** MongoDB tells the time in whole milliseconds. */
const grain = 1;

/**
 * Follows MongoDB's clock: the moments that several processes write and compare (when a sheet was stored, what is due,
 * what has expired) are all of one clock, whatever the clocks of their machines say. In between this process counts by
 * itself, in a way that setting its machine's clock does not touch. While MongoDB does not answer it counts on.
 * @throws what MongoDB answers to the first question
 */
export async function followDatabaseClock(connection: Connection, every = askEvery): Promise<DatabaseClock> {
  let best = await ask(connection);
  const look = async () => {
    const sample = await ask(connection);
    // What lies within the error of both is the same clock: moving at each question would let time run back and forth.
    if (Math.abs(sample.offset - best.offset) > sample.error + best.error || sample.error < best.error)
      best = sample;
  };
  const timer = setInterval(() => void look().catch(() => undefined), every).unref();
  return {
    now: () => new Date(Math.round(performance.now() + best.offset)),
    stop: () => clearInterval(timer),
  };
}

/** Asks MongoDB for the time, where a document is written that can't say `$$NOW`. */
export async function readDatabaseTime(connection: Connection): Promise<Date> {
  const { localTime } = await connection.getClient().db("admin").command({ hello: 1 });
  const time: unknown = localTime;
  if (!(time instanceof Date)) throw new Error("MongoDB does not tell the time.");
  return time;
}

async function ask(connection: Connection): Promise<Sample> {
  const before = performance.now();
  const time = await readDatabaseTime(connection);
  const after = performance.now();
  return { offset: time.getTime() - (before + after) / 2, error: (after - before) / 2 + grain };
}
