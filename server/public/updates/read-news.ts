import type { Deps } from "#campaigns/open.ts";
import { findOrganisation } from "#campaigns/organisations/find-organisation.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import { type ArchivedUpdate, listArchived } from "#campaigns/updates/archive/archive.ts";
import {
  archivedBody,
  archivedSubject,
  type NeutralWords,
} from "#campaigns/updates/archive/render-archived.ts";
import { readingLocale } from "#campaigns/updates/sending/template-for.ts";
import type { UpdateText } from "#campaigns/updates/update.model.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import type { NewsLine } from "../campaign/news.view.ts";

type Reading = Pick<Deps, "database" | "publicUrl">;

/** A sent update as readers of one language see it. */
export type NewsText = NewsLine & { locale: Locale; organisation: string; body: string };

/** The campaign's sent updates, one line each. */
export async function readNews(deps: Reading, locale: Locale, campaign: Campaign): Promise<NewsLine[]> {
  const updates = await listArchived(deps, campaign.slug);
  return updates.flatMap((update) => {
    const found = textOf(update, locale);
    if (!found) return [];
    const { intl, direction } = languageOf(found.locale);
    const words = neutralWords(found.locale, campaign, update.organisation);
    const subject = archivedSubject(found.text, words);
    return [{ id: update.id, sentAt: update.sentAt, subject, tag: intl, direction }];
  });
}

/** One sent update with its body; undefined when it has no text at all for these readers. */
export async function readNewsText(
  deps: Reading,
  locale: Locale,
  campaign: Campaign,
  update: ArchivedUpdate,
): Promise<NewsText | undefined> {
  const found = textOf(update, locale);
  if (!found) return undefined;
  const { intl: tag, direction } = languageOf(found.locale);
  const organisation = (await findOrganisation(deps, update.organisation))?.name ?? update.organisation;
  const words = neutralWords(found.locale, campaign, organisation);
  return {
    id: update.id,
    sentAt: update.sentAt,
    locale: found.locale,
    organisation,
    subject: archivedSubject(found.text, words),
    body: archivedBody(found.text, { locale: found.locale, publicUrl: deps.publicUrl, words, campaign }),
    ...{ tag, direction },
  };
}

/** The text that readers of a language get. */
function textOf(update: ArchivedUpdate, wanted: Locale): { locale: Locale; text: UpdateText } | undefined {
  const locale = readingLocale(update, wanted);
  const text = locale && update.texts[locale];
  return locale && text && { locale, text };
}

/** What replaces what the mail said about its reader. */
function neutralWords(locale: Locale, campaign: Campaign, organisation: string): NeutralWords {
  const { say } = phrasebook(locale);
  return {
    name: say("updates.reader"),
    country: say("updates.country"),
    campaign: campaign.pages[textLocale(campaign, locale)]?.name ?? campaign.slug,
    organisation,
  };
}
