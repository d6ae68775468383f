import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { languageOf } from "#campaigns/platform/languages/languages.ts";
import {
  type MilestoneSwitch,
  type TemplateName,
  templateModes,
  templateNames,
} from "#campaigns/updates/triggers/template.model.ts";
import { templateTexts } from "#campaigns/updates/triggers/template-texts.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary, radioField } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";

type TemplatesView = {
  campaign: Campaign;
  account: Account;
  chosen: MilestoneSwitch | null;
  /** A refused choice, and the other one that was sent with it. */
  refused?: { error: string; handover: HandoverMode };
};

/** What the form says about a handover. */
export const handoverModes = ["off", "draft"] as const;
export type HandoverMode = (typeof handoverModes)[number];

/** What a campaign's milestones and its handover do automatically, and what they would say. */
export function templatesPage(book: ConsoleBook, view: TemplatesView): string {
  const { say, moment } = book;
  const { campaign, account, chosen, refused } = view;
  const handover = refused?.handover ?? (chosen?.handover ? "draft" : "off");
  return consolePage(book, {
    title: say("updates.template.title"),
    section: "updates",
    account,
    campaign: namedCampaign(campaign, account),
    main: html`<p class="crumbs"><a href="${consoleUrls.updates(campaign.slug)}">${say("updates.title")}</a></p>
<div class="head"><h1>${say("updates.template.title")}</h1></div>
<p>${say("updates.template.lead")}</p>
${errorSummary(book, refused ? { milestone: refused.error } : {})}
<form class="form above" method="post" action="${consoleUrls.updateTemplates(campaign.slug)}">
${radioField({
  name: "milestone",
  legend: say("updates.template.kind.milestone"),
  value: chosen?.mode ?? "off",
  error: refused?.error,
  options: templateModes.map((mode) => ({
    value: mode,
    label: say(`updates.template.mode.${mode}`),
    ...(mode === "send" && { hint: say("updates.template.sendHint") }),
  })),
})}
${radioField({
  name: "handover",
  legend: say("updates.template.kind.handover"),
  value: handover,
  options: handoverModes.map((mode) => ({
    value: mode,
    label: say(`updates.template.mode.${mode}`),
    ...(mode === "draft" && { hint: say("updates.template.handoverHint") }),
  })),
})}
<p class="hint">${
      chosen
        ? say("updates.template.since", { moment: moment(chosen.changedAt) })
        : say("updates.template.never")
    }</p>
<div class="actions"><button class="main">${say("updates.template.save")}</button></div>
</form>
${templateNames.map((name) => textPart(book, view, name))}`,
  });
}

function textPart({ say }: ConsoleBook, { campaign, account }: TemplatesView, name: TemplateName): Html {
  const locale = campaign.languages.find((code) => code === account.locale) ?? campaign.languages[0] ?? "en";
  const { intl, direction } = languageOf(locale);
  const text = templateTexts(name, campaign, campaign.goals[0])[locale];
  return html`<section aria-labelledby="says-${name}"><h2 id="says-${name}">${say(`updates.template.says.${name}`)}</h2>
<div lang="${intl}" dir="${direction}"><p><b>${text?.subject}</b>
</p><div class="text">${text?.body}</div></div></section>`;
}
