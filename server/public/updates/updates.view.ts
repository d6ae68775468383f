import { html, raw } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { languageOf } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { feedOf, type NewsLine, newsList } from "../campaign/news.view.ts";
import { nameOf, textsOf } from "../campaign/own-texts.ts";
import type { NewsText } from "./read-news.ts";

type Around = { campaign: Campaign; publicUrl: string };

/** All updates that were sent and are public. */
export function updatesPage(
  book: Phrasebook,
  { campaign, publicUrl }: Around,
  lines: readonly NewsLine[],
): string {
  const { say, locale } = book;
  const { name } = textsOf(book, campaign);
  return renderPage(book, {
    title: `${say("updates.title")}: ${name}`,
    description: say("updates.lead"),
    addressIn: (code) => addresses.updates(code, campaign.slug),
    publicUrl,
    campaign: dressOf(campaign),
    feed: feedOf(book, campaign),
    main: single({
      name,
      title: say("updates.title"),
      lead: say("updates.lead"),
      body: html`<div class="prose">
${lines.length === 0 ? html`<p>${say("updates.none")}</p>` : newsList(book, campaign, lines)}
<p><a href="${addresses.feed(locale, campaign.slug)}">${say("updates.feed")}</a></p>
<p><a class="button quiet" href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p>
</div>`,
    }),
  });
}

/** One update, as everybody may read it. */
export function publicUpdatePage(book: Phrasebook, { campaign, publicUrl }: Around, text: NewsText): string {
  const { say, locale } = book;
  const own = text.locale === locale;
  return renderPage(book, {
    title: text.subject,
    description: say("updates.by", { organisation: text.organisation, day: book.day(text.sentAt) }),
    addressIn: (code) => addresses.update(code, campaign.slug, text.id),
    publicUrl,
    campaign: dressOf(campaign),
    about: {
      "@type": "NewsArticle",
      headline: text.subject,
      publisher: { "@type": "Organization", name: text.organisation },
      datePublished: text.sentAt.toISOString(),
    },
    feed: feedOf(book, campaign),
    main: single({
      name: nameOf(book, campaign),
      title: text.subject,
      lead: say("updates.by", { organisation: text.organisation, day: book.day(text.sentAt) }),
      body: html`<div class="prose">
${!own && html`<p class="note">${say("updates.language", { language: languageOf(text.locale).name })}</p>`}
<div class="letter" lang="${text.tag}" dir="${text.direction}">${raw(text.body)}</div>
<p><a href="${addresses.updates(locale, campaign.slug)}">${say("updates.all")}</a></p>
<p><a class="button quiet" href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p>
</div>`,
    }),
  });
}
