import type { Account } from "../access/account.ts";
import type { MailEvent, MailEventKind } from "../mail/mail-event.model.ts";
import { type SuppressionReason, suppressionReasons } from "../mail/suppression/suppression.model.ts";
import type { Deps } from "./deps.ts";

/** How an organisation's mails of the last days fared: updates that went out, and what came back of updates and letters. */
export type MailFigures = { organisation: string; sent: number; updates: Counts; letters: Counts };

/** How often each was told. */
export type Counts = Record<MailEventKind, number>;

/** What an account may see of how mails fare. */
export type MailHealth = {
  days: number;
  organisations: MailFigures[];
  /** The last things told, newest first. */
  recent: MailEvent[];
  /** How many addresses get no updates, by reason, in the whole network. */
  suppressed: Record<SuppressionReason, number>;
};

const days = 30;
const mostRecent = 20;

/** Reads how mails of the last 30 days fared: the secretariat sees every organisation, everybody else their own. */
export async function readMailHealth(
  { database, now }: Pick<Deps, "database" | "now">,
  account: Pick<Account, "role" | "organisation">,
): Promise<MailHealth> {
  const since = new Date(now().getTime() - days * 24 * 3600 * 1_000);
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
    recent: await database.mailEvents.find(own).sort({ at: -1 }).limit(mostRecent).toArray(),
    suppressed: await countSuppressed(database),
  };
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
