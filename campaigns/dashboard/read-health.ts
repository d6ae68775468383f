import { secretariat } from "../access/secretariat.ts";
import type { Database } from "../bundles/deps.ts";
import type { LetterEntry } from "../mail/letter.model.ts";
import type { MailEventKind } from "../mail/mail-event.model.ts";
import { type SuppressionReason, suppressionReasons } from "../mail/suppression/suppression.model.ts";
import { measureBacklog } from "../signing/sheets/measure-backlog.ts";
import { type LastRecount, readRecounts } from "./read-recounts.ts";
import type { Scope } from "./scope.ts";

/** How often something was told in the last hour and the last day. */
export type Told = { hour: number; day: number };

/** How far the work behind the figures has come; counts end at `mostCounted`. */
export type Health = {
  /** For how many seconds the oldest sheet waits for a worker. */
  seconds: number;
  /** Letters whose time has come, and since when the first of them waits. */
  due: number;
  dueSince: Date | null;
  sentLastHour: number;
  failedLastDay: number;
  /** What came back of letters and updates, and whoever complained of one. */
  bounces: Told;
  complaints: Told;
  /** Entries that wait for a confirmation though the letter that asks for it came back. */
  returned: number;
  /** What only the whole campaign has. */
  whole?: {
    /** Sheets of all campaigns that wait for a worker. */
    sheets: number;
    /** Addresses of all campaigns to which updates ended in the last day, by reason. */
    suppressed: Record<SuppressionReason, number>;
    recounts: LastRecount[];
  };
};

/** Where counting stops: nobody needs to know more exactly how many thousands wait. */
export const mostCounted = 5_000;

const hour = 3_600_000;
const day = 24 * hour;

type HealthDeps = { database: Database; now: () => Date };
type Part = Pick<Scope, "campaign" | "petitions">;

/** Reads how sheets, letters and mails of a scope get on: by indexes, whatever the number of signatures. */
export async function readHealth(deps: HealthDeps, scope: Scope): Promise<Health> {
  const { database, now } = deps;
  const at = now();
  const waiting = {
    ...lettersOf(scope),
    state: "due" as const,
    endedAt: { $exists: false },
    dueAt: { $lte: at },
  };
  const told = async (kinds: MailEventKind[]): Promise<Told> => {
    const [inHour, inDay] = await Promise.all(
      [hour, day].map((ago) => countTold(deps, scope, kinds, new Date(at.getTime() - ago))),
    );
    return { hour: inHour ?? 0, day: inDay ?? 0 };
  };
  const [backlog, due, first, sentLastHour, failedLastDay, bounces, complaints, returned, whole] =
    await Promise.all([
      measureBacklog(deps),
      database.letters.countDocuments(waiting, { limit: mostCounted, hint: "course" }),
      database.letters.findOne(waiting, { sort: { dueAt: 1 }, projection: { dueAt: 1 }, hint: "course" }),
      countEnded(deps, scope, "sent", hour),
      countFailedLetters(deps, scope),
      told(["hard-bounce", "soft-bounce"]),
      told(["complaint"]),
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

/** Letters with links name no petition: they are the whole campaign's. */
function lettersOf(part: Part) {
  const { ordinal, petitions } = part.campaign;
  const isWhole = part.petitions.length === petitions.length;
  return { campaign: ordinal, petition: { $in: [...idsOf(part), ...(isWhole ? [null] : [])] } };
}

/** Mails name their organisation: those of the whole campaign are its own, its petitions' and the secretariat's. */
function countTold(
  { database }: HealthDeps,
  { campaign, petitions, isWhole }: Scope,
  kinds: MailEventKind[],
  since: Date,
): Promise<number> {
  const owners = petitions.map(({ organisation }) => organisation);
  const organisations = isWhole ? [...owners, campaign.organisation, secretariat] : owners;
  return database.mailEvents.countDocuments(
    {
      campaign: campaign.slug,
      organisation: { $in: [...new Set(organisations)] },
      kind: { $in: kinds },
      at: { $gte: since },
    },
    { limit: mostCounted, hint: "campaign" },
  );
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
