import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { ShareResult } from "#campaigns/dashboard/read-share-results.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import { languageOf } from "#campaigns/platform/languages/languages.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";

/** Shares and signatures by text, with the interval that contains the true share. */
export function sharesPage(
  book: ConsoleBook,
  account: Account,
  { campaign, results }: { campaign: Campaign; results: readonly ShareResult[] },
): string {
  const { say } = book;
  const title = say("campaigns.shares.title");
  const name = campaignName(campaign, book.locale);
  const [first = book.locale] = campaign.languages;
  const { intl, direction } = languageOf(first);
  const percent = new Intl.NumberFormat(book.tag, { style: "percent", numberingSystem: "latn" });
  const rows = results.map(
    ({ variant, text, shares, signatures, interval, verdict }) => html`<tr>
<th scope="row"><b>${variant.toUpperCase()}</b> <span lang="${intl}" dir="${direction}">${text}</span></th>
<td class="n" data-name="${say("campaigns.shares.shares")}">${book.number(shares)}</td>
<td class="n" data-name="${say("campaigns.shares.signatures")}">${book.number(signatures)}</td>
<td data-name="${say("campaigns.shares.part")}">${
      interval
        ? say("campaigns.shares.interval", {
            low: percent.format(interval.low),
            high: percent.format(interval.high),
          })
        : "–"
    }<br><span class="soft small">${say(`campaigns.shares.verdict.${verdict}`)}</span></td>
</tr>
`,
  );
  const table = html`<table class="table stacks"><caption>${say("campaigns.shares.lead")}</caption>
<thead><tr><th scope="col">${say("campaigns.shares.text")}</th>
<th scope="col" class="n">${say("campaigns.shares.shares")}</th>
<th scope="col" class="n">${say("campaigns.shares.signatures")}</th>
<th scope="col">${say("campaigns.shares.part")}</th></tr></thead>
<tbody>${rows}</tbody></table>`;
  return consolePage(book, {
    title,
    section: "petitions",
    account,
    campaign: namedCampaign(campaign, account),
    main: html`<p class="crumbs"><a href="${consoleUrls.petitions(campaign.slug)}">${name}</a></p>
<h1>${title}</h1>
${
  results.length > 0
    ? table
    : html`<div class="empty"><p>${say("campaigns.shares.none")}</p><p>
<a href="${consoleUrls.edit(campaign.slug, null, first)}">${say("campaigns.shares.write")}</a></p></div>`
}`,
  });
}
