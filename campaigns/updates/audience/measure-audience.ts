import { mongo } from "mongoose";
import type { Campaign } from "../../petitions/campaign.ts";
import { isLocale, type Locale } from "../../platform/languages/languages.ts";
import type { Signature } from "../../signing/roll/signature.model.ts";
import type { Deps } from "../deps.ts";
import { readingLocale } from "../sending/template-for.ts";
import type { Update } from "../update.model.ts";
import { type Addressing, onRoll } from "./audience.ts";
import { beginningOfRoll, mostLooked } from "./beginning-of-roll.ts";
import { type LeftOut, measureLeftOut } from "./measure-left-out.ts";

/** How many people an update would go to now, and in which language they would read it. */
export type AudienceMeasure = {
  reached: number;
  /** The size of the sample, if there are too many to count at once; undefined when they were counted. */
  estimatedFrom: number | undefined;
  /** By the language they signed in, largest first. `reads` is the language of the text they would get. */
  languages: { locale: Locale; count: number; reads: Locale | undefined }[];
  /** How many of them would be left out, as things stand. */
  leftOut: LeftOut;
};

/** How long counting may take, in milliseconds. */
const timeoutMs = 800;

/**
 * Counts an audience as it is now, and how many of it are suppressed or have had enough mails this week. All that is
 * checked again for each person when the mail is due. What can't be counted at once is estimated.
 */
export async function measureAudience(
  deps: Pick<Deps, "database" | "keys" | "now">,
  campaign: Campaign,
  update: Addressing & Pick<Update, "_id" | "campaign" | "texts" | "fallback">,
  weeklyMost: number,
): Promise<AudienceMeasure> {
  const [{ groups, estimatedFrom }, leftOut] = await Promise.all([
    countOnRoll(deps, campaign, update),
    measureLeftOut(deps, campaign, update, weeklyMost),
  ]);
  const languages = groups.flatMap(({ _id, count }) =>
    isLocale(_id) ? [{ locale: _id, count, reads: readingLocale(update, _id) }] : [],
  );
  return {
    reached: groups.reduce((sum, { count }) => sum + count, 0),
    estimatedFrom,
    languages: languages.toSorted((one, other) => other.count - one.count),
    leftOut,
  };
}

type Group = { _id: string; count: number };
type Counted = { groups: Group[]; estimatedFrom?: number | undefined };
async function countOnRoll(
  deps: Pick<Deps, "database">,
  campaign: Campaign,
  update: Addressing,
): Promise<Counted> {
  try {
    return { groups: await groupByLanguage(deps, onRoll(campaign, update), { maxTimeMS: timeoutMs }) };
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError) || error.code !== outOfTime) throw error;
    return estimateOnRoll(deps, campaign, update);
  }
}

/** MongoDB's error code for exceeding the time limit. */
const outOfTime = 50;

/** Estimates an audience by language from the beginning of the roll, in a bounded time. */
async function estimateOnRoll(
  deps: Pick<Deps, "database">,
  campaign: Campaign,
  update: Addressing,
): Promise<Counted> {
  const { keys, part } = await beginningOfRoll(deps, campaign, mostLooked);
  const some = await groupByLanguage(deps, { $and: [{ _id: keys }, onRoll(campaign, update)] });
  const groups = some.map(({ _id, count }) => ({ _id, count: Math.round(count / part) }));
  return { groups, estimatedFrom: part === 1 ? undefined : mostLooked };
}

function groupByLanguage(
  { database }: Pick<Deps, "database">,
  who: mongo.Filter<Signature>,
  options: mongo.AggregateOptions = {},
): Promise<Group[]> {
  return database.signatures
    .aggregate<Group>([{ $match: who }, { $group: { _id: "$locale", count: { $sum: 1 } } }], options)
    .toArray();
}
