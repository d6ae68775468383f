import { secretariat } from "../access/secretariat.ts";
import type { Database } from "../bundles/deps.ts";
import { countedProvider } from "../mail/mail-provider.ts";
import { type SuppressionReason, suppressionReasons } from "../mail/suppression/suppression.model.ts";
import type { LetterEntry } from "../outbox/letter.model.ts";
import type { MailEventKind } from "../outbox/returned.ts";
import { day, hour } from "../platform/durations.ts";
import { measureBacklog } from "../signing/sheets/measure-backlog.ts";
import { type LastRecount, readRecounts } from "./read-recounts.ts";
import type { Scope } from "./scope.ts";

/** How often something was reported in the last hour and the last day. */
export type Told = { hour: number; day: number };

/** How far the work behind the figures has got; counts stop at `mostCounted`. */
export type Health = {
  /** How many seconds the oldest sheet has been waiting for a worker. */
  seconds: number;
  /** Letters that are due, and since when the first of them has been waiting. */
  due: number;
  dueSince: Date | null;
  sentLastHour: number;
  failedLastDay: number;
  /** Bounces of letters and updates, and complaints about them. */
  bounces: Told;
  complaints: Told;
  /** Mails that were refused because of us, of the last day by provider too. */
  aboutUs: Told & { providers: { provider: string; count: number }[] };
  /** Entries waiting for a confirmation although their letter bounced. */
  returned: number;
  /** Figures that only the whole campaign has. */
  whole?: {
    /** Sheets of all campaigns waiting for a worker. */
    sheets: number;
    /** Addresses in all campaigns that stopped getting updates in the last day, by reason. */
    suppressed: Record<SuppressionReason, number>;
    recounts: LastRecount[];
  };
};

/** Where counting stops: nobody needs to know exactly how many thousands are waiting. */
export const mostCounted = 5_000;

type HealthDeps = { database: Database; now: () => Date };
type Part = Pick<Scope, "campaign" | "petitions">;

/** Reads the state of a scope's sheets, letters and mails through indexes, whatever the number of signatures. */
export async function readHealth(deps: HealthDeps, scope: Scope): Promise<Health> {
  const { database, now } = deps;
  const at = now();
  const waiting = {
    ...lettersOf(scope),
    state: "due" as const,
    endedAt: { $exists: false },
  };
  const told = async (kinds: MailEventKind[]): Promise<Told> => {
    const [inHour, inDay] = await Promise.all(
      [hour, day].map((ago) => countTold(deps, scope, kinds, new Date(at.getTime() - ago))),
    );
    return { hour: inHour ?? 0, day: inDay ?? 0 };
  };
  const [backlog, due, first, sentLastHour, failedLastDay, bounces, complaints, aboutUs, returned, whole] =
    await Promise.all([
      measureBacklog(deps),
      database.letters.countDocuments(waiting, { limit: mostCounted, hint: "course" }),
      database.letters.findOne(waiting, { sort: { dueAt: 1 }, projection: { dueAt: 1 }, hint: "course" }),
      countEnded(deps, scope, "sent", hour),
      countFailedLetters(deps, scope),
      told(["hard-bounce", "soft-bounce"]),
      told(["complaint"]),
      readAboutUs(deps, scope, at),
      database.pending.countDocuments(
        {
          campaign: scope.campaign.ordinal,
          "entry.petition": { $in: idsOf(scope) },
          returned: { $exists: true },
        },
        { limit: mostCounted, hint: "returned" },
      ),
      scope.isWhole ? readWhole(deps, scope) : undefined,
    ]);
  const letters = { due, dueSince: first?.dueAt ?? null, sentLastHour, failedLastDay };
  return {
    ...letters,
    seconds: backlog.seconds,
    bounces,
    complaints,
    aboutUs,
    returned,
    ...(whole && { whole: { ...whole, sheets: backlog.sheets } }),
  };
}

/** Counts the letters of some petitions that failed in the last day. */
export function countFailedLetters(deps: HealthDeps, part: Part): Promise<number> {
  return countEnded(deps, part, "failed", day);
}

function countEnded(
  { database, now }: HealthDeps,
  part: Part,
  state: LetterEntry["state"],
  ago: number,
): Promise<number> {
  return database.letters.countDocuments(
    { ...lettersOf(part), state, endedAt: { $gte: new Date(now().getTime() - ago) } },
    { limit: mostCounted, hint: "course" },
  );
}

function idsOf({ petitions }: Part): string[] {
  return petitions.map(({ id }) => id);
}

/** Letters with links name no petition: they belong to the whole campaign. */
function lettersOf(part: Part) {
  const { ordinal, petitions } = part.campaign;
  const isWhole = part.petitions.length === petitions.length;
  return { campaign: ordinal, petition: { $in: [...idsOf(part), ...(isWhole ? [null] : [])] } };
}

/** Mails name their organisation: those of the whole campaign are its own, its petitions' and the secretariat's. */
function eventsOf({ campaign, petitions, isWhole }: Scope, kinds: MailEventKind[], since: Date) {
  const owners = petitions.map(({ organisation }) => organisation);
  const organisations = isWhole ? [...owners, campaign.organisation, secretariat] : owners;
  return {
    campaign: campaign.slug,
    organisation: { $in: [...new Set(organisations)] },
    kind: { $in: kinds },
    at: { $gte: since },
  };
}

function countTold(
  { database }: HealthDeps,
  scope: Scope,
  kinds: MailEventKind[],
  since: Date,
): Promise<number> {
  const options = { limit: mostCounted, hint: "campaign" };
  return database.mailEvents.countDocuments(eventsOf(scope, kinds, since), options);
}

async function readAboutUs(deps: HealthDeps, scope: Scope, at: Date): Promise<Health["aboutUs"]> {
  const ofDay = eventsOf(scope, ["about-us"], new Date(at.getTime() - day));
  const byProvider = await deps.database.mailEvents
    .aggregate<{ _id: string | null; count: number }>(
      [{ $match: ofDay }, { $limit: mostCounted }, { $group: { _id: "$provider", count: { $sum: 1 } } }],
      { hint: "campaign" },
    )
    .toArray();
  const counts = new Map<string, number>();
  for (const { _id, count } of byProvider) {
    const provider = countedProvider(_id ?? "");
    counts.set(provider, (counts.get(provider) ?? 0) + count);
  }
  const providers = Array.from(counts, ([provider, count]) => ({ provider, count }));
  return {
    hour: await countTold(deps, scope, ["about-us"], new Date(at.getTime() - hour)),
    day: providers.reduce((sum, { count }) => sum + count, 0),
    providers: providers.sort((one, other) => other.count - one.count),
  };
}

async function readWhole(deps: HealthDeps, { campaign }: Scope) {
  const since = new Date(deps.now().getTime() - day);
  const suppressed = { "left-everything": 0, "by-hand": 0, "hard-bounce": 0, complaint: 0 };
  const [recounts] = await Promise.all([
    readRecounts(deps, campaign.slug),
    ...suppressionReasons.map(async (reason) => {
      suppressed[reason] = await deps.database.suppressions.countDocuments(
        { reason, at: { $gte: since } },
        { limit: mostCounted, hint: "reason" },
      );
    }),
  ]);
  return { recounts, suppressed };
}
