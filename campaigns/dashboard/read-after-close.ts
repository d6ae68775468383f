import type { Database } from "../bundles/deps.ts";
import type { Campaign } from "../petitions/campaign.ts";
import type { AtMoment } from "../platform/at-one-moment.ts";
import { day, hour, minute } from "../platform/durations.ts";
import { sumKey } from "../signing/tallies/sum.model.ts";
import { startOfUtcDay } from "./read-sums.ts";
import { documentsOf, type Scope } from "./scope.ts";

/** What counted after a campaign closed: people who signed before and confirmed later, less those who withdrew. */
export type AfterClose = { closedAt: Date; counted: number };

/** Waiting entries expire by then; a day more for what was processed late. */
const daysRead = 15;

type Deps = { database: Pick<Database, "sums">; now: () => Date } & AtMoment;

/** When a campaign last stopped taking signatures; null while it takes them, or before it does. */
function closedAt({ state, closed, closesAt }: Campaign, now: Date): Date | null {
  if (state === "draft") return null;
  if (closed) return closed.at;
  return closesAt && closesAt <= now ? closesAt : null;
}

/**
 * Reads what counted since a campaign closed, to the minute, at a cost that does not depend on the number of
 * signatures; undefined while it is open. A minute that had begun when it closed belongs to the time before.
 */
export async function readAfterClose(
  { database, now, moment }: Deps,
  scope: Scope,
): Promise<AfterClose | undefined> {
  const closing = closedAt(scope.campaign, now());
  if (!closing || scope.country !== null) return undefined;
  const firstMinute = Math.ceil(closing.getTime() / minute);
  const closingHour = Math.floor(closing.getTime() / hour);
  const firstDay = startOfUtcDay(closing);
  const days = Array.from({ length: daysRead }, (_, index) => new Date(firstDay.getTime() + index * day));
  const { ordinal } = scope.campaign;
  const keys = documentsOf(scope).flatMap((petition) => [
    ...days.map((at) => sumKey(ordinal, petition, at)),
    sumKey(ordinal, petition, firstDay, `h${closing.getUTCHours()}`),
  ]);
  const found = await database.sums
    .find({ _id: { $in: keys } }, { ...moment, projection: { day: 1, part: 1, hours: 1, minutes: 1 } })
    .toArray();
  const counted = found.map(({ day: of, part, hours = {}, minutes = {} }) => {
    const first = (of?.getTime() ?? 0) / hour;
    return part === null
      ? sumFrom(hours, closingHour + 1 - first)
      : sumFrom(minutes, firstMinute - closingHour * 60);
  });
  return { closedAt: closing, counted: counted.reduce((sum, count) => sum + count, 0) };
}

function sumFrom(counts: Record<string, number>, first: number): number {
  return Object.entries(counts)
    .filter(([name]) => Number(name) >= first)
    .reduce((sum, [, count]) => sum + count, 0);
}
