import type { Deps } from "../deps.ts";
import { isLocale, type Locale } from "../languages/languages.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { type Addressing, amongPending, onRoll } from "./audience.ts";
import { type LeftOut, measureLeftOut } from "./measure-left-out.ts";
import { readingLocale } from "./template-for.ts";
import type { Update } from "./update.model.ts";

/** How many people an update would go to now, and in which language they would read it. */
export type AudienceMeasure = {
  reached: number;
  /** By the language they signed in, the largest first. `reads` is the language of the text they would get. */
  languages: { locale: Locale; count: number; reads: Locale | undefined }[];
  /** Who of them would be left out, as things stand. */
  leftOut: LeftOut;
};

/**
 * Counts an audience as it is now, and who of it is suppressed or had enough mails this week. That is looked at again for
 * each person when the mail is due.
 */
export async function measureAudience(
  deps: Pick<Deps, "database" | "keys" | "now">,
  campaign: Campaign,
  update: Addressing & Pick<Update, "_id" | "campaign" | "texts" | "fallback">,
  weeklyMost: number,
): Promise<AudienceMeasure> {
  const [groups, leftOut] = await Promise.all([
    countByLanguage(deps, campaign, update),
    measureLeftOut(deps, campaign, update, weeklyMost),
  ]);
  const languages = groups.flatMap(({ _id, count }) =>
    isLocale(_id) ? [{ locale: _id, count, reads: readingLocale(update, _id) }] : [],
  );
  return {
    reached: groups.reduce((sum, { count }) => sum + count, 0),
    languages: languages.toSorted((one, other) => other.count - one.count),
    leftOut,
  };
}

type Group = { _id: string; count: number };

function countByLanguage(
  { database, now }: Pick<Deps, "database" | "now">,
  campaign: Campaign,
  update: Addressing,
): Promise<Group[]> {
  if (update.audience.to === "supporters")
    return database.signatures
      .aggregate<Group>([
        { $match: onRoll(campaign, update) },
        { $group: { _id: "$locale", count: { $sum: 1 } } },
      ])
      .toArray();
  return database.pending
    .aggregate<Group>([
      { $match: amongPending(campaign, update, now()) },
      { $group: { _id: "$entry.locale", count: { $sum: 1 } } },
    ])
    .toArray();
}
