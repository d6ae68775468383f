import type { Database } from "../bundles/deps.ts";
import type { AtMoment } from "../platform/at-one-moment.ts";
import { minute } from "../platform/durations.ts";
import { type Sum, sumKey } from "../signing/tallies/sum.model.ts";
import type { Milestone } from "../signing/tallies/total.model.ts";
import type { Step } from "./read-hours.ts";
import { documentsOf, type Scope } from "./scope.ts";

type ReadDeps = { database: Pick<Database, "sums"> } & AtMoment;

const hoursADay = 24;

/** A part of a campaign passes few goals; if there are more, only the last ones are looked up. */
const mostGoals = 10;

/**
 * Finds when the signatures of a part of a campaign first passed its goals, to the minute, from its daily sums
 * (oldest first). The campaign itself records its milestones when they are reached; its parts do not.
 */
export async function findReachedGoals(
  deps: ReadDeps,
  scope: Scope,
  days: readonly Step[],
): Promise<Milestone[]> {
  const passed = passedOn(days, scope.campaign.goals).slice(-mostGoals);
  if (passed.length === 0) return [];
  const minutes = await readMinutes(
    deps,
    scope,
    passed.map(({ day }) => day),
  );
  return passed.map(({ goal, day, before }) => {
    let total = before;
    for (const [at, count] of minutes.get(day.getTime()) ?? []) {
      total += count;
      if (total >= goal) return { goal, reachedAt: new Date(at + minute) };
    }
    return { goal, reachedAt: day };
  });
}

/** The day each goal was passed, and the count before that day. */
function passedOn(days: readonly Step[], goals: readonly number[]) {
  const passed: { goal: number; day: Date; before: number }[] = [];
  let before = 0;
  for (const { at: day, count } of days) {
    for (const goal of goals) {
      if (before + count >= goal && !passed.some((one) => one.goal === goal))
        passed.push({ goal, day, before });
    }
    before += count;
  }
  return passed;
}

/** Signatures by minute, oldest first, for each of some days. */
async function readMinutes(
  { database, moment }: ReadDeps,
  scope: Scope,
  days: readonly Date[],
): Promise<Map<number, [number, number][]>> {
  const keys = documentsOf(scope).flatMap((petition) =>
    days.flatMap((day) =>
      Array.from({ length: hoursADay }, (_, hour) =>
        sumKey(scope.campaign.ordinal, petition, day, `h${hour}`),
      ),
    ),
  );
  const found = await database.sums
    .find({ _id: { $in: keys } }, { ...moment, projection: { day: 1, part: 1, minutes: 1 } })
    .toArray();
  const byDay = Map.groupBy(found, ({ day }) => day?.getTime() ?? 0);
  return new Map(Array.from(byDay, ([day, sums]) => [day, inOrder(day, sums)]));
}

function inOrder(day: number, sums: readonly Sum[]): [number, number][] {
  const counts = new Map<number, number>();
  for (const { part, minutes = {} } of sums) {
    const hour = day + Number(part?.slice(1) ?? 0) * 60 * minute;
    for (const [name, count] of Object.entries(minutes)) {
      const at = hour + Number(name) * minute;
      counts.set(at, (counts.get(at) ?? 0) + count);
    }
  }
  return [...counts].sort(([one], [other]) => one - other);
}
