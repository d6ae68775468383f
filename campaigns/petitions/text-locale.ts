import { type Locale, nearestLocale } from "../platform/languages/languages.ts";
import type { Campaign } from "./campaign.ts";

/** The language in which readers of another get a campaign's texts: theirs, or else the nearest, or else its first. */
export function textLocale({ languages }: Pick<Campaign, "languages">, locale: Locale): Locale {
  return nearestLocale([locale], languages, languages[0] ?? "en");
}

/** A campaign's name for readers of a language. */
export function campaignName(
  campaign: Pick<Campaign, "languages" | "pages" | "slug">,
  locale: Locale,
): string {
  return campaign.pages[textLocale(campaign, locale)]?.name ?? campaign.slug;
}
