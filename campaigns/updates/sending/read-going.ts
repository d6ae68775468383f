import { type SuppressionReason, suppressionReasons } from "../../mail/suppression/suppression.model.ts";
import type { Deps } from "../deps.ts";
import { dispatchRange } from "../dispatch.model.ts";
import type { Update } from "../update.model.ts";
import { measureProgress, type Progress } from "./measure-progress.ts";
import { type SkipReason, skipReasons } from "./skip-reasons.ts";

/** Why some supporters got nothing, and how many. */
export type LeftOutFor = { reason: SkipReason | SuppressionReason; count: number };

/** How far an update has come, who waits for the morning, and why others were left out. */
export type Going = { progress: Progress; leftOut: LeftOutFor[] };

type Reading = Pick<Deps, "database" | "now">;

/** Where counting stops, so that a page takes a bounded time. */
const mostCounted = 100_000;

/** Reads how an update goes, through indexes that hold only the few that wait or were left out. */
export async function readGoing(deps: Reading, update: Update): Promise<Going> {
  const [held, leftOut] = await Promise.all([countHeld(deps, update), countLeftOut(deps, update)]);
  return { progress: measureProgress(update, deps.now(), held), leftOut };
}

function countHeld({ database }: Reading, { _id, counts }: Update): Promise<number> {
  if (counts.queued === 0) return Promise.resolve(0);
  return database.dispatches.countDocuments(
    { night: true, _id: keysOf(_id) },
    { hint: "night", limit: mostCounted },
  );
}

async function countLeftOut({ database }: Reading, { _id, counts }: Update): Promise<LeftOutFor[]> {
  if (counts.skipped + counts.suppressed === 0) return [];
  const found = await database.dispatches
    .aggregate<{ _id: string | null; count: number }>(
      [
        { $match: { end: { $in: ["skipped", "suppressed"] }, _id: keysOf(_id) } },
        { $limit: mostCounted },
        { $group: { _id: "$reason", count: { $sum: 1 } } },
        { $sort: { count: -1, _id: 1 } },
      ],
      { hint: "other-ends" },
    )
    .toArray();
  return found.flatMap(({ _id: said, count }) => {
    const reason = reasonNamed(said ?? "");
    return reason ? [{ reason, count }] : [];
  });
}

/** The name of a dispatch's reason, if it is one of ours. */
export function reasonNamed(said: string): LeftOutFor["reason"] | undefined {
  const skipped = Object.entries(skipReasons).find(([, words]) => words === said)?.[0];
  return isSkipReason(skipped) ? skipped : suppressionReasons.find((reason) => reason === said);
}

function isSkipReason(name: string | undefined): name is SkipReason {
  return name !== undefined && Object.hasOwn(skipReasons, name);
}

function keysOf(update: Update["_id"]) {
  const { from, to } = dispatchRange(update);
  return { $gte: from, $lt: to };
}
