import type { Account } from "../access/account.ts";
import type { Deps } from "../bundles/deps.ts";
import { type AtMoment, atOneMoment, type Moment } from "../platform/at-one-moment.ts";
import { hour, minute } from "../platform/durations.ts";
import { nextGoal } from "../signing/tallies/next-goal.ts";
import type { Milestone, Total } from "../signing/tallies/total.model.ts";
import { type Forecast, forecastHours, reachAfter } from "./forecast.ts";
import { findReachedGoals } from "./reached-goals.ts";
import { type AfterClose, readAfterClose } from "./read-after-close.ts";
import { type Health, readHealth } from "./read-health.ts";
import { type Recent, readDays, readHours, type Step } from "./read-hours.ts";
import { type NamedSource, nameSources, readSourceRows } from "./read-source-rows.ts";
import { readSums, type SumReading } from "./read-sums.ts";
import { type Asked, type Scope, scopeOf } from "./scope.ts";

/** A number, and the period it covers. */
export type Span = { count: number; from: Date; to: Date };

/** Figures that change by the minute. */
export type Pace = {
  lastHour: Span;
  /** The last hour in parts of ten minutes, oldest first. */
  tens: Span[];
  hourBefore: Span;
  /** The last five complete minutes. */
  fiveMinutes: Span;
  /** Yesterday up to the same minute. */
  yesterdayByNow: number;
};

/** Everything that the dashboard shows. */
export type Dashboard = SumReading & {
  scope: Scope;
  readAt: Date;
  pace: Pace;
  /** The last three days and the current hour. */
  hours: Step[];
  days: Step[];
  forecast: Forecast | undefined;
  sources: NamedSource[];
  /** Only for all countries together; the goals are the campaign's, also on a petition's dashboard. */
  milestones?: { reached: Milestone[]; next: number; reach: ReachedAt | undefined };
  /** Once it is closed, and for all countries together. */
  afterClose?: AfterClose;
  /** Of everything within the reach of the account or organisation. */
  health?: Health;
};

/**
 * When a milestone is likely to be reached; soonest and latest are null when too little is known about past errors.
 */
export type ReachedAt = { at: Date; soonest: Date | null; latest: Date | null };

type DashboardDeps = Pick<Deps, "database" | "now"> & AtMoment;

/** Reading from one snapshot, whose moment the first read determines. */
type Reading = DashboardDeps & Required<AtMoment>;

const hoursShown = 72;
const sourcesRead = 50;

/**
 * Reads the dashboard of a campaign within an account's reach. Everything that counts signatures comes from one
 * snapshot, so that no two figures disagree, and from sums: the cost grows neither with the number of signatures nor
 * with other organisations' data. With a `moment` it is read together with others.
 * @throws DomainError `not-found`.
 */
export async function readDashboard(
  deps: DashboardDeps,
  account: Pick<Account, "role" | "organisation">,
  slug: string,
  asked: Asked = {},
): Promise<Dashboard> {
  const scope = await scopeOf(deps, account, slug, asked);
  const read = (moment: Moment) => readScope({ ...deps, moment }, account, scope);
  return deps.moment ? read(deps.moment) : atOneMoment(deps.database, read);
}

async function readScope(
  deps: Reading,
  account: Pick<Account, "role" | "organisation">,
  scope: Scope,
): Promise<Dashboard> {
  const readAt = deps.now();
  const isOfPetitions = scope.country === null;
  const total = await beginMoment(deps, scope);
  const [sums, recent, [days, reached], sources, health, afterClose] = await Promise.all([
    readSums(deps, scope),
    readHours(deps, scope),
    readDaysAndGoals(deps, scope, total?.milestones ?? []),
    readSourceRows(deps, scope, sourcesRead).then((rows) => nameSources(deps, account, scope, rows)),
    isOfPetitions && scope.petition === null ? readHealth(deps, scope) : undefined,
    readAfterClose(deps, scope),
  ]);
  const { counted } = sums.figures;
  const next = nextGoal(scope.campaign.goals, counted);
  return {
    ...sums,
    scope,
    readAt,
    pace: readPace(recent, readAt),
    hours: hoursUpTo(recent, readAt),
    days,
    forecast: forecastHours(wholeHours(recent, readAt)),
    sources,
    ...(isOfPetitions && {
      milestones: { reached, next, reach: findReach(recent, readAt, next - counted) },
    }),
    ...(health && { health }),
    ...(afterClose && { afterClose }),
  };
}

/** The read that determines the moment of those after it. */
function beginMoment(
  { database, moment }: Reading,
  { campaign }: Scope,
): Promise<Pick<Total, "milestones"> | null> {
  return database.totals.findOne({ _id: campaign.ordinal }, { ...moment, projection: { milestones: 1 } });
}

async function readDaysAndGoals(
  deps: Reading,
  scope: Scope,
  milestones: Milestone[],
): Promise<[Step[], Milestone[]]> {
  const days = await readDays(deps, scope);
  if (scope.isWhole) return [days, milestones];
  return [days, scope.country === null ? await findReachedGoals(deps, scope, days) : []];
}

/** Reads the figures that open pages follow, within an account's reach. @throws DomainError `not-found`. */
export async function readLiveFigures(
  deps: DashboardDeps,
  account: Pick<Account, "role" | "organisation">,
  slug: string,
  asked: Asked = {},
): Promise<Pick<Dashboard, "figures" | "today" | "pace">> {
  const scope = await scopeOf(deps, account, slug, asked);
  return atOneMoment(deps.database, async (moment) => {
    const reading = { ...deps, moment };
    await beginMoment(reading, scope);
    const [{ figures, today }, recent] = await Promise.all([
      readSums(reading, scope),
      readHours(reading, scope),
    ]);
    return { figures, today, pace: readPace(recent, deps.now()) };
  });
}

function readPace({ hours, minutes }: Recent, at: Date): Pace {
  const thisMinute = Math.floor(at.getTime() / minute);
  const between = (from: number, to: number): Span => {
    let count = 0;
    for (let each = from; each < to; each += 1) count += minutes.get(each) ?? 0;
    return { count, from: new Date(from * minute), to: new Date(to * minute) };
  };
  const sameMinute = thisMinute - 24 * 60;
  // The current minute belongs to the last hour, so that a signature given just now is included.
  return {
    lastHour: between(thisMinute - 59, thisMinute + 1),
    tens: [0, 10, 20, 30, 40, 50].map((from) => between(thisMinute - 59 + from, thisMinute - 49 + from)),
    hourBefore: between(thisMinute - 119, thisMinute - 59),
    fiveMinutes: between(thisMinute - 5, thisMinute),
    yesterdayByNow: sumHours(hours, at) + between(sameMinute - (sameMinute % 60), sameMinute + 1).count,
  };
}

/** The rule works on complete hours: it starts where the current hour began. */
function findReach(recent: Recent, at: Date, missing: number): ReachedAt | undefined {
  const thisHour = Math.floor(at.getTime() / hour);
  const reach = reachAfter(wholeHours(recent, at), missing + (recent.hours.get(thisHour) ?? 0));
  if (!reach) return undefined;
  const moment = (hours: number) => new Date(Math.max(at.getTime(), (thisHour + hours) * hour));
  return {
    at: moment(reach.hours),
    soonest: reach.soonest === null ? null : moment(reach.soonest),
    latest: reach.latest === null ? null : moment(reach.latest),
  };
}

/** Yesterday's hours before the current one. */
function sumHours(hours: Recent["hours"], at: Date): number {
  const sameHour = Math.floor(at.getTime() / hour) - 24;
  let count = 0;
  for (let each = sameHour - (sameHour % 24); each < sameHour; each += 1) count += hours.get(each) ?? 0;
  return count;
}

/** Complete hours, oldest first and without gaps, from the first one with a signature. */
function wholeHours({ hours }: Recent, at: Date): number[] {
  const thisHour = Math.floor(at.getTime() / hour);
  const first = Math.min(thisHour, ...hours.keys());
  return Array.from({ length: thisHour - first }, (_, index) => hours.get(first + index) ?? 0);
}

function hoursUpTo({ hours }: Recent, at: Date): Step[] {
  const first = Math.floor(at.getTime() / hour) - hoursShown;
  return Array.from({ length: hoursShown + 1 }, (_, index) => ({
    at: new Date((first + index) * hour),
    count: hours.get(first + index) ?? 0,
  }));
}
