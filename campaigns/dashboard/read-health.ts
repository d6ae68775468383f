import type { Database } from "../database.ts";
import type { LetterEntry } from "../mail/letter.model.ts";
import { measureBacklog } from "../sheets/measure-backlog.ts";

/** How far the work behind the figures has come; counts end at `mostCounted`. */
export type Health = {
  /** Sheets of all campaigns that wait for a worker, and for how many seconds the oldest has. */
  sheets: number;
  seconds: number;
  /** Letters of the campaign whose time has come, and since when the first of them waits. */
  due: number;
  dueSince: Date | null;
  sentLastHour: number;
  failedLastDay: number;
};

/** Where counting stops: nobody needs to know more exactly how many thousands wait. */
export const mostCounted = 10_000;

const hour = 3_600_000;

/** Reads how sheets and letters get on. */
export async function readHealth(
  { database, now }: { database: Database; now: () => Date },
  campaign: number,
): Promise<Health> {
  const { letters } = database;
  const at = now();
  const waiting = { campaign, state: "due" as const, dueAt: { $lte: at } };
  const ended = (state: LetterEntry["state"], ago: number) =>
    letters.countDocuments(
      { campaign, state, endedAt: { $gte: new Date(at.getTime() - ago) } },
      { limit: mostCounted, hint: "ended" },
    );
  const [backlog, due, first, sentLastHour, failedLastDay] = await Promise.all([
    measureBacklog({ database, now }),
    letters.countDocuments(waiting, { limit: mostCounted, hint: "due" }),
    letters.findOne(waiting, { sort: { dueAt: 1 }, projection: { dueAt: 1 }, hint: "due" }),
    ended("sent", hour),
    ended("failed", 24 * hour),
  ]);
  return { ...backlog, due, dueSince: first?.dueAt ?? null, sentLastHour, failedLastDay };
}
