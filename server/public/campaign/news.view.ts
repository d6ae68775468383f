import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Page } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** A sent update in one line: its subject in the available language, and when it went out. */
export type NewsLine = { id: string; subject: string; tag: string; direction: "ltr" | "rtl"; sentAt: Date };

const shownHere = 3;

/** The newest updates, and a link to all of them; nothing while none has been sent. */
export function news(book: Phrasebook, campaign: Campaign, lines: readonly NewsLine[]): Html | undefined {
  if (lines.length === 0) return undefined;
  return html`<section aria-labelledby="news">
<h2 id="news">${book.say("updates.title")}</h2>
${newsList(book, campaign, lines.slice(0, shownHere))}
<p><a href="${addresses.updates(book.locale, campaign.slug)}">${book.say("updates.all")}</a></p>
</section>`;
}

/** Updates as a list of links with their dates. */
export function newsList(book: Phrasebook, campaign: Campaign, lines: readonly NewsLine[]): Html {
  return html`<ul class="news">${lines.map(
    ({ id, subject, tag, direction, sentAt }) =>
      html`<li><a href="${addresses.update(
        book.locale,
        campaign.slug,
        id,
      )}" lang="${tag}" dir="${direction}">${subject}</a> <time
datetime="${sentAt.toISOString()}">${book.day(sentAt)}</time></li>
`,
  )}</ul>`;
}

/** The campaign's feed in the page's language. */
export function feedOf(book: Phrasebook, campaign: Campaign): NonNullable<Page["feed"]> {
  const name = campaign.pages[textLocale(campaign, book.locale)]?.name ?? campaign.slug;
  return { title: `${name}: ${book.say("updates.title")}`, href: addresses.feed(book.locale, campaign.slug) };
}
