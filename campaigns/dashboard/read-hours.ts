import type { Database } from "../bundles/deps.ts";
import type { AtMoment } from "../platform/at-one-moment.ts";
import { day, hour } from "../platform/durations.ts";
import { channels } from "../signing/sheets/channel.ts";
import { sumKey } from "../signing/tallies/sum.model.ts";
import { startOfUtcDay } from "./read-sums.ts";
import { documentsOf, type Scope } from "./scope.ts";

/** Signatures of one hour or one day (UTC). */
export type Step = { at: Date; count: number };

/** Signatures by hour and, for recent hours, by minute; keyed by the hours and minutes since 1970. */
export type Recent = { hours: Map<number, number>; minutes: Map<number, number> };

type Deps = { database: Pick<Database, "sums" | "tallies">; now: () => Date } & AtMoment;

/** Days whose hours are read: three weeks show how accurate a forecast would have been. */
const daysRead = 21;

/** Number of hours, including the current one, that are read by the minute; and this hour of the day before. */
const hoursByMinute = [0, 1, 2, 24, 25];

/** Reads the last three weeks of a scope hour by hour, at a cost that does not depend on the number of signatures. */
export async function readHours(deps: Deps, scope: Scope): Promise<Recent> {
  return scope.country === null ? readFromSums(deps, scope) : readFromTallies(deps, scope, scope.country);
}

async function readFromSums({ database, now, moment }: Deps, scope: Scope): Promise<Recent> {
  const recent: Recent = { hours: new Map(), minutes: new Map() };
  const today = startOfUtcDay(now()).getTime();
  const days = Array.from({ length: daysRead }, (_, ago) => new Date(today - ago * day));
  const keys = documentsOf(scope).flatMap((petition) =>
    days.map((at) => sumKey(scope.campaign.ordinal, petition, at)),
  );
  const hoursRead = hoursByMinute.map((ago) => new Date(now().getTime() - ago * hour));
  const minuteKeys = documentsOf(scope).flatMap((petition) =>
    hoursRead.map((at) =>
      sumKey(scope.campaign.ordinal, petition, startOfUtcDay(at), `h${at.getUTCHours()}`),
    ),
  );
  const sums = await database.sums
    .find(
      { _id: { $in: [...keys, ...minuteKeys] } },
      { ...moment, projection: { day: 1, part: 1, hours: 1, minutes: 1 } },
    )
    .toArray();
  for (const { day: of, part, hours = {}, minutes = {} } of sums) {
    const first = (of?.getTime() ?? 0) / hour;
    for (const [name, count] of Object.entries(hours)) add(recent.hours, first + Number(name), count);
    if (part !== null) addMinutes(recent, first + Number(part.slice(1)), minutes);
  }
  return recent;
}

/** For one country: its tallies are adjacent, and their keys increase with the hour. */
async function readFromTallies(
  { database, now, moment }: Deps,
  scope: Scope,
  country: string,
): Promise<Recent> {
  const recent: Recent = { hours: new Map(), minutes: new Map() };
  const from = new Date(startOfUtcDay(now()).getTime() - (daysRead - 1) * day).toISOString().slice(0, 13);
  const ranges = scope.petitions.flatMap(({ id }) =>
    channels.map((channel) => {
      const prefix = `${scope.campaign.ordinal}/${id}/${country}/${channel}/`;
      return { _id: { $gte: prefix + from, $lt: `${prefix}~` } };
    }),
  );
  const tallies = await database.tallies
    .find({ $or: ranges }, { ...moment, projection: { hour: 1, count: 1, minutes: 1 } })
    .toArray();
  for (const { hour: at, count, minutes = {} } of tallies) {
    add(recent.hours, at.getTime() / hour, count);
    addMinutes(recent, at.getTime() / hour, minutes);
  }
  return recent;
}

function addMinutes({ minutes }: Recent, ofHour: number, counts: Record<string, number>): void {
  for (const [name, count] of Object.entries(counts)) add(minutes, ofHour * 60 + Number(name), count);
}

function add(sums: Map<number, number>, key: number, count: number): void {
  sums.set(key, (sums.get(key) ?? 0) + count);
}

/** Reads a scope's signatures day by day from its first day; the cost grows only with the number of days. */
export async function readDays({ database, moment }: Deps, scope: Scope): Promise<Step[]> {
  const count = scope.country === null ? "$counted" : `$countries.${scope.country}.counted`;
  return database.sums
    .aggregate<Step>(
      [
        {
          $match: {
            campaign: scope.campaign.ordinal,
            petition: { $in: documentsOf(scope) },
            part: scope.country === null ? null : "countries",
            day: { $gt: new Date(0) },
          },
        },
        { $group: { _id: "$day", count: { $sum: count } } },
        { $match: { count: { $ne: 0 } } },
        { $sort: { _id: 1 } },
        { $project: { _id: 0, at: "$_id", count: 1 } },
      ],
      { ...moment },
    )
    .toArray();
}
