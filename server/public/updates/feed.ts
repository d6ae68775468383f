import { Feed } from "feed";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { addresses } from "../../page/addresses.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { textsOf } from "../campaign/own-texts.ts";
import type { NewsText } from "./read-news.ts";

/** A campaign's sent updates as RSS, in one language. */
export function updatesFeed(
  book: Phrasebook,
  { campaign, publicUrl }: { campaign: Campaign; publicUrl: string },
  texts: readonly NewsText[],
): string {
  const { say, locale } = book;
  const feed = new Feed({
    title: `${textsOf(book, campaign).name}: ${say("updates.title")}`,
    description: say("updates.lead"),
    id: publicUrl + addresses.updates(locale, campaign.slug),
    link: publicUrl + addresses.updates(locale, campaign.slug),
    language: book.tag,
    feedLinks: { rss: publicUrl + addresses.feed(locale, campaign.slug) },
    generator: "Sheaf",
    // The time of the newest entry, so that nothing changes while nothing was sent.
    updated: texts[0]?.sentAt ?? campaign.opensAt,
  });
  for (const { id, subject, body, sentAt } of texts) {
    const link = publicUrl + addresses.update(locale, campaign.slug, id);
    feed.addItem({ title: subject, id: link, link, date: sentAt, content: body });
  }
  return feed.rss2();
}
