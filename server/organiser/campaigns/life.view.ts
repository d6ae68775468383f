import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { petitionStage } from "#campaigns/petitions/petition-life.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary, type FieldErrors, field } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { endingActs, endingNotice } from "./ending-acts.view.ts";
import { nameOfPetition, officesOf } from "./petition-names.ts";

/** Dates and goal of a petition as its forms have them. */
export type SentLife = { goal: string; opensAt: string; closesAt: string };

type View = {
  campaign: Campaign;
  petition: Petition;
  sent: SentLife;
  errors: FieldErrors;
  done?: string | undefined;
  now: Date;
  /** Who asked for what waits for a second person. */
  asker: string;
};

/** The page for a petition's own goal, dates and closing. */
export function lifePage(book: ConsoleBook, account: Account, view: View): string {
  const { say } = book;
  const { campaign, petition, errors, done, now, asker } = view;
  const { slug } = campaign;
  const name = nameOfPetition(book, petition.id, officesOf(campaign, book.locale));
  const at = consoleUrls.life(slug, petition.id);
  const { state = "open", asked = null } = petition;
  return consolePage(book, {
    title: `${say("campaigns.life.title")}: ${name}`,
    section: "petitions",
    account,
    campaign: namedCampaign(campaign, account),
    notice: done === "saved" ? say("campaigns.schedule.saved") : endingNotice(book, done),
    main: html`<p class="crumbs"><a
href="${consoleUrls.petitions(slug)}">${campaignName(campaign, book.locale)}</a></p>
<h1>${say("campaigns.life.title")}: ${name}</h1>
<p><span class="state">${say(`campaigns.life.stage.${petitionStage(campaign, petition, now)}`)}</span></p>
${errorSummary(book, errors)}
${goalForm(book, at, view)}
${!asked && datesForm(book, at, view)}
${endingActs(book, { words: "life", at, state, asked }, { account, asker })}`,
  });
}

function goalForm({ say }: ConsoleBook, at: string, { sent, errors }: View): Html {
  return html`<form class="form" method="post" action="${at}/goal" novalidate>
${field({
  name: "goal",
  label: say("campaigns.life.goal"),
  hint: say("campaigns.life.goalHint"),
  value: sent.goal,
  error: errors.goal,
})}
<div class="actions"><button type="submit">${say("campaigns.life.saveGoal")}</button></div></form>`;
}

function datesForm({ say }: ConsoleBook, at: string, { campaign, sent, errors }: View): Html {
  return html`<section aria-labelledby="h-dates"><h2 id="h-dates">${say("campaigns.life.dates")}</h2>
<form class="form" method="post" action="${at}" novalidate>
<p class="hint">${say("campaigns.life.datesHint", { zone: campaign.timeZone })}</p>
${field({
  name: "opensAt",
  label: say("campaigns.schedule.opensAt"),
  hint: say("campaigns.schedule.opensAtHint"),
  value: sent.opensAt,
  error: errors.opensAt,
})}
${field({
  name: "closesAt",
  label: say("campaigns.schedule.closesAt"),
  hint: say("campaigns.life.closesAtHint"),
  value: sent.closesAt,
  error: errors.closesAt,
})}
<div class="actions"><button type="submit">${say("campaigns.life.saveDates")}</button></div></form></section>`;
}
