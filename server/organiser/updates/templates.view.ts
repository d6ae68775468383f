import { html } from "hono/html";
import type { Account } from "#campaigns/accounts/account.ts";
import { languageOf } from "#campaigns/languages/languages.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { type MilestoneSwitch, templateModes } from "#campaigns/updates/template.model.ts";
import { templateTexts } from "#campaigns/updates/template-texts.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary, radioField } from "../frame/fields.view.ts";
import { nameOf } from "./campaign-of.ts";
import { paths } from "./paths.ts";

type TemplatesView = {
  campaign: Campaign;
  account: Account;
  chosen: MilestoneSwitch | null;
  error?: string;
};

/** What a campaign's milestones do by themselves, and what they would say. */
export function templatesPage(book: ConsoleBook, view: TemplatesView): string {
  const { say, moment } = book;
  const { campaign, account, chosen, error } = view;
  const locale = campaign.languages.find((code) => code === account.locale) ?? campaign.languages[0] ?? "en";
  const { intl, direction } = languageOf(locale);
  const text = templateTexts("milestone", campaign, campaign.goals[0] ?? 0)[locale];
  return consolePage(book, {
    title: say("updates.template.title"),
    section: "updates",
    account,
    campaign: nameOf(campaign, account),
    main: html`<p class="crumbs"><a href="${paths.list(campaign.slug)}">${say("updates.title")}</a></p>
<div class="head"><h1>${say("updates.template.title")}</h1></div>
<p>${say("updates.template.lead")}</p>
${errorSummary(book, error ? { milestone: error } : {})}
<form class="form above" method="post" action="${paths.templates(campaign.slug)}">
${radioField({
  name: "milestone",
  legend: say("updates.template.kind.milestone"),
  value: chosen?.mode ?? "off",
  error,
  options: templateModes.map((mode) => ({
    value: mode,
    label: say(`updates.template.mode.${mode}`),
    ...(mode === "send" && { hint: say("updates.template.sendHint") }),
  })),
})}
<p class="hint">${chosen ? say("updates.template.since", { moment: moment(chosen.changedAt) }) : say("updates.template.never")}</p>
<div class="actions"><button class="main">${say("updates.template.save")}</button></div>
</form>
<section aria-labelledby="says"><h2 id="says">${say("updates.template.says")}</h2>
<div lang="${intl}" dir="${direction}"><p><b>${text?.subject}</b></p><div class="text">${text?.body}</div></div></section>
<section aria-labelledby="handover"><h2 id="handover">${say("updates.template.kind.handover")}</h2>
<p>${say("updates.template.handover")}</p></section>`,
  });
}
