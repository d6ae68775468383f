import type { Deps } from "../deps.ts";
import { isLocale, type Locale } from "../languages/languages.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { type Addressing, amongPending, onRoll } from "./audience.ts";
import { readingLocale } from "./template-for.ts";
import type { Update } from "./update.model.ts";

/** How many people an update would go to now, and in which language they would read it. */
export type AudienceMeasure = {
  reached: number;
  /** By the language they signed in, the largest first. `reads` is the language of the text they would get. */
  languages: { locale: Locale; count: number; reads: Locale | undefined }[];
};

/**
 * Counts an audience as it is now. Who is on the suppression list, or had enough mails this week, is only found out for each
 * person when the mail is due.
 */
export async function measureAudience(
  { database, now }: Pick<Deps, "database" | "now">,
  campaign: Campaign,
  update: Addressing & Pick<Update, "texts" | "fallback">,
): Promise<AudienceMeasure> {
  type Group = { _id: string; count: number };
  const groups =
    update.audience.to === "supporters"
      ? await database.signatures
          .aggregate<Group>([
            { $match: onRoll(campaign, update) },
            { $group: { _id: "$locale", count: { $sum: 1 } } },
          ])
          .toArray()
      : await database.pending
          .aggregate<Group>([
            { $match: amongPending(campaign, update, now()) },
            { $group: { _id: "$entry.locale", count: { $sum: 1 } } },
          ])
          .toArray();
  const languages = groups.flatMap(({ _id, count }) =>
    isLocale(_id) ? [{ locale: _id, count, reads: readingLocale(update, _id) }] : [],
  );
  return {
    reached: groups.reduce((sum, { count }) => sum + count, 0),
    languages: languages.toSorted((one, other) => other.count - one.count),
  };
}
