import { type Types, trusted } from "mongoose";
import type { Account } from "../access/account.ts";
import type { MailEvent } from "../mail/mail-event.model.ts";
import { countedProvider } from "../mail/mail-provider.ts";
import type { Ground } from "../mail/refusal-words.ts";
import { type SuppressionReason, suppressionReasons } from "../mail/suppression/suppression.model.ts";
import type { MailEventKind } from "../outbox/returned.ts";
import { day } from "../platform/durations.ts";
import type { Deps } from "./deps.ts";

/** How an organisation's mails have done in recent days: updates sent, and bounces of updates and letters. */
export type MailFigures = { organisation: string; sent: number; updates: Counts; letters: Counts };

/** How often each was reported. */
export type Counts = Record<MailEventKind, number>;

/** Mails that a provider refused because of us, by what it said of us; and how many mails of updates it was handed. */
export type ProviderRefusals = {
  provider: string;
  refused: number;
  handed: number;
  grounds: { ground: Ground; count: number }[];
};

/** What an account may see about mail delivery. */
export type MailHealth = {
  days: number;
  organisations: MailFigures[];
  /** Which providers refused mails because of us, those that did so most first. */
  refusals: ProviderRefusals[];
  /** The latest reports, newest first. */
  recent: MailEvent[];
  /** How many addresses in the whole network get no updates, by reason. */
  suppressed: Record<SuppressionReason, number>;
};

const days = 30;
const mostRecent = 20;

/**
 * Reads how mails of the last 30 days have done: the secretariat sees every organisation, everybody else their own.
 */
export async function readMailHealth(
  { database, now }: Pick<Deps, "database" | "now">,
  account: Pick<Account, "role" | "organisation">,
): Promise<MailHealth> {
  const since = new Date(now().getTime() - days * day);
  const own = account.role === "secretariat" ? {} : { organisation: account.organisation };
  const told = await database.mailEvents
    .aggregate<{ _id: { organisation?: string; kind: MailEventKind; update: boolean }; count: number }>([
      { $match: { ...own, at: { $gte: since } } },
      {
        $group: {
          _id: { organisation: "$organisation", kind: "$kind", update: { $gt: ["$update", null] } },
          count: { $sum: 1 },
        },
      },
    ])
    .toArray();
  const sent = await database.updates.aggregate<{ _id: string; sent: number }>([
    { $match: { ...own, startedAt: { $gte: since } } },
    { $group: { _id: "$organisation", sent: { $sum: "$counts.sent" } } },
  ]);
  const figures = new Map<string, MailFigures>();
  const of = (organisation: string) => {
    const known = figures.get(organisation);
    if (known) return known;
    const fresh = { organisation, sent: 0, updates: noCounts(), letters: noCounts() };
    figures.set(organisation, fresh);
    return fresh;
  };
  for (const { _id, count } of told)
    of(_id.organisation ?? "")[_id.update ? "updates" : "letters"][_id.kind] += count;
  for (const { _id, sent: count } of sent) of(_id).sent += count;
  return {
    days,
    organisations: [...figures.values()].sort((one, other) => other.sent - one.sent),
    refusals: await readRefusals({ database }, own, since),
    recent: await database.mailEvents.find(own).sort({ at: -1 }).limit(mostRecent).toArray(),
    suppressed: await countSuppressed(database),
  };
}

/** Providers by name are few: what is told of smaller ones is one line. */
async function readRefusals(
  { database }: Pick<Deps, "database">,
  own: { organisation?: string },
  since: Date,
): Promise<ProviderRefusals[]> {
  const told = await database.mailEvents
    .aggregate<{ _id: { provider?: string; ground?: Ground }; count: number }>([
      { $match: { ...own, kind: "about-us", at: { $gte: since } } },
      { $group: { _id: { provider: "$provider", ground: "$ground" }, count: { $sum: 1 } } },
    ])
    .toArray();
  const byProvider = Map.groupBy(told, ({ _id }) => countedProvider(_id.provider ?? ""));
  const handed = await readHanded({ database }, own, since);
  return Array.from(byProvider, ([provider, some]) => ({
    provider,
    refused: some.reduce((sum, { count }) => sum + count, 0),
    handed: handed.get(provider) ?? 0,
    grounds: Array.from(
      Map.groupBy(some, ({ _id }) => _id.ground ?? "policy"),
      ([ground, each]) => ({ ground, count: each.reduce((sum, { count }) => sum + count, 0) }),
    ).sort((one, other) => other.count - one.count),
  })).sort((one, other) => other.refused - one.refused);
}

async function readHanded(
  { database }: Pick<Deps, "database">,
  own: { organisation?: string },
  since: Date,
): Promise<Map<string, number>> {
  const updates = await database.updates
    .find({ ...own, startedAt: trusted({ $gte: since }) })
    .select("_id")
    .lean<{ _id: Types.ObjectId }[]>();
  const sums = await database.providerShares
    .aggregate<{ _id: string; handed: number }>([
      { $match: { "_id.update": { $in: updates.map(({ _id }) => _id) } } },
      { $group: { _id: "$_id.provider", handed: { $sum: "$handed" } } },
    ])
    .toArray();
  return new Map(sums.map(({ _id, handed }) => [_id, handed]));
}

function noCounts(): Counts {
  return { "about-us": 0, "soft-bounce": 0, "hard-bounce": 0, complaint: 0 };
}

async function countSuppressed({ suppressions }: Pick<Deps["database"], "suppressions">) {
  const counts: Record<SuppressionReason, number> = {
    "left-everything": 0,
    "by-hand": 0,
    "hard-bounce": 0,
    complaint: 0,
  };
  for (const reason of suppressionReasons)
    counts[reason] = await suppressions.countDocuments({ reason, lifted: { $exists: false } });
  return counts;
}
