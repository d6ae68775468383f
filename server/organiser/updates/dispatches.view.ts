import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { DispatchPage } from "#campaigns/updates/sending/list-dispatches.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { sayReason } from "./account.view.ts";
import type { Opened } from "./campaign-in-console.ts";
import { subjectOf } from "./update.view.ts";

/** The mails behind one figure of an update's totals, page by page. */
export function dispatchesPage(
  book: ConsoleBook,
  { campaign, update }: Opened,
  { account, term, page, isFirst }: { account: Account; term: string; page: DispatchPage; isFirst: boolean },
): string {
  const { say, moment } = book;
  const path = consoleUrls.update(campaign.slug, update._id.toHexString());
  const subject = subjectOf(update) || say("updates.untitled");
  const title = say("updates.list.title", { term: say(`updates.equation.${term}`), subject });
  const here = `${path}/dispatches?term=${term}`;
  return consolePage(book, {
    title,
    section: "updates",
    account,
    campaign: namedCampaign(campaign, account),
    main: html`<p class="crumbs">
<a href="${consoleUrls.updates(campaign.slug)}">${say("updates.title")}</a> / <a href="${path}">${subject}</a></p>
<div class="head"><h1>${title}</h1></div>
<p class="hint">${say("updates.list.masked")}</p>
${
  page.dispatches.length === 0
    ? html`<p class="empty">${say(page.next ? "updates.list.noneYet" : "updates.list.none")}</p>`
    : html`<table class="table stacks"><caption class="unseen">${title}</caption>
<thead><tr><th scope="col">${say("updates.list.to")}</th><th scope="col">${say("updates.column.state")}</th>
<th scope="col">${say("updates.list.reason")}</th><th scope="col">${say("updates.list.at")}</th></tr></thead>
<tbody>${page.dispatches.map(
        ({ to, state, reason, at }) =>
          html`<tr><th scope="row"><bdi>${to ?? say("updates.list.gone")}</bdi></th>
<td data-name="${say("updates.column.state")}">${say(`updates.dispatch.${state}`)}</td>
<td data-name="${say("updates.list.reason")}">${reason === undefined ? "" : sayReason(book, reason)}</td>
<td data-name="${say("updates.list.at")}">${at ? moment(at) : ""}</td></tr>`,
      )}</tbody></table>`
}
<p class="tools">${!isFirst && html`<a href="${here}">${say("updates.list.first")}</a>`}
${
  page.next &&
  html`<a href="${here}&amp;after=${page.next.after}&amp;seen=${page.next.seen}"
rel="next">${say("updates.list.next")}</a>`
}</p>`,
  });
}
