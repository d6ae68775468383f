import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Update } from "#campaigns/updates/update.model.ts";
import { addresses } from "#server/page/addresses.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { isAllowed } from "../policies.ts";
import { subjectOf } from "./update.view.ts";

type Named = readonly { slug: string; name: string }[];

/** The contents of the list. */
export type ListView = {
  campaign: Campaign;
  account: Account;
  updates: readonly Update[];
  organisations: Named;
  notice?: string | undefined;
};

/** A campaign's updates, and which of them need attention. */
export function updatesPage(book: ConsoleBook, view: ListView): string {
  const { say } = book;
  const { campaign, account, updates } = view;
  const mayWrite = isAllowed(account, "updates.write");
  return consolePage(book, {
    title: say("updates.title"),
    section: "updates",
    account,
    campaign: namedCampaign(campaign, account),
    notice: view.notice,
    main: html`<div class="head"><h1>${say("updates.title")}</h1>
<p class="tools">${
      mayWrite &&
      html`<a href="${consoleUrls.updateTemplates(campaign.slug)}">${say("updates.templates")}</a>
<a href="${consoleUrls.updatePictures(campaign.slug)}">${say("updates.pictures")}</a>`
    }
<a href="${addresses.updates(account.locale, campaign.slug)}">${say("updates.archive")}</a></p></div>
<p>${say("updates.lead")}</p>
${
  mayWrite &&
  html`<p class="actions begin">
<a class="button main" href="${consoleUrls.newUpdate(campaign.slug)}">${say("updates.new")}</a></p>`
}
${waiting(book, updates)}
${updates.length === 0 ? html`<p class="empty">${say("updates.none")}</p>` : table(book, view)}`,
  });
}

function waiting({ count }: ConsoleBook, updates: readonly Update[]): Html | undefined {
  const submitted = updates.filter(({ state }) => state === "submitted").length;
  const toTime = updates.filter(({ state, scheduledAt }) => state === "approved" && !scheduledAt).length;
  if (submitted + toTime === 0) return undefined;
  return html`<section class="needs"><ul>${[
    ...(submitted > 0 ? [count("updates.waiting", submitted)] : []),
    ...(toTime > 0 ? [count("updates.toTime", toTime)] : []),
  ].map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

function table(book: ConsoleBook, { updates, campaign, organisations }: ListView): Html {
  const { say, moment, number } = book;
  const names = new Map(organisations.map(({ slug, name }) => [slug, name]));
  const column = (name: string) => say(`updates.column.${name}`);
  return html`<table class="table stacks"><caption class="unseen">${say("updates.title")}</caption>
<thead><tr><th scope="col">${column("subject")}</th>
<th scope="col">${column("state")}</th><th scope="col">${column("organisation")}</th>
<th scope="col">${column("changed")}</th><th scope="col" class="n">${column("sent")}</th></tr></thead>
<tbody>${updates.map((update) => {
    const href = consoleUrls.update(campaign.slug, update._id.toHexString());
    const isWaiting = update.state === "submitted" || (update.state === "approved" && !update.scheduledAt);
    return html`<tr><th scope="row"><a class="linked" href="${href}"><bdi>${
      subjectOf(update) || say("updates.untitled")
    }</bdi></a></th>
<td data-name="${column("state")}"><span class="state${
      isWaiting ? " need" : ""
    }">${say(`updates.state.${update.state}`)}</span></td>
<td data-name="${column("organisation")}">${names.get(update.organisation) ?? update.organisation}</td>
<td data-name="${column("changed")}">${moment(update.changedAt)}</td>
<td class="n" data-name="${column("sent")}">${number(update.counts.sent)}</td></tr>`;
  })}</tbody></table>`;
}

/** The page for starting an update: for whom, and from what. */
export function beginPage(
  book: ConsoleBook,
  { campaign, account, organisations }: Omit<ListView, "updates">,
): string {
  const { say } = book;
  return consolePage(book, {
    title: say("updates.new"),
    section: "updates",
    account,
    campaign: namedCampaign(campaign, account),
    main: html`<p class="crumbs"><a href="${consoleUrls.updates(campaign.slug)}">${say("updates.title")}</a></p>
<div class="head"><h1>${say("updates.new")}</h1></div>
<form class="form" method="post" action="${consoleUrls.newUpdate(campaign.slug)}">
${choiceField({
  name: "organisation",
  label: say("updates.begin.organisation"),
  value: account.organisation,
  options: organisations.map(({ slug, name }) => ({ value: slug, label: name })),
})}
${choiceField({
  name: "template",
  label: say("updates.begin.from"),
  value: "blank",
  options: ["blank", "milestone", "handover"].map((value) => ({
    value,
    label: say(`updates.begin.${value}`),
  })),
})}
<div class="actions"><button class="main">${say("updates.begin.button")}</button></div>
</form>`,
  });
}
