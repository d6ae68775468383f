import { html, raw } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import { addresses } from "#server/page/addresses.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import type { Guide, GuidedCampaign } from "./read-guide.ts";

/** A step on the way to the first signature; it has no link while an earlier one has to come first. */
type Step = {
  name: "second" | "begin" | "write" | "approve" | "sign" | "spread";
  isDone: boolean;
  href: string | undefined;
  /** How far it has come, where that can be counted. */
  progress?: string | undefined;
};

/** The way from nothing to the first signature of a campaign, step by step. */
export function guidePage(book: ConsoleBook, account: Account, guide: Guide): string {
  const { say } = book;
  const title = say("guide.title");
  const steps = stepsOf(book, guide);
  const current = steps.find(({ isDone }) => !isDone)?.name;
  return consolePage(book, {
    title,
    section: "guide",
    account,
    main: html`<h1>${title}</h1>
<p class="soft">${say("guide.lead")}</p>
${guide.campaign && html`<p>${say("guide.about", { campaign: guide.campaign.name })}</p>`}
<ol class="guide">${steps.map((step) => stepView(book, step, step.name === current))}</ol>
${guide.campaign && html`<p><a href="${consoleUrls.newCampaign}">${say("guide.another")}</a></p>`}`,
  });
}

function stepView({ say }: ConsoleBook, step: Step, isCurrent: boolean): Html {
  const { name, isDone, href, progress } = step;
  const buttons = {
    submit: say("campaigns.draft.submit"),
    approve: say("campaigns.draft.approve"),
    publish: say("campaigns.draft.publish"),
    inbox: say("frame.nav.home"),
  };
  const mark = isCurrent ? raw(' aria-current="step"') : "";
  return html`<li${mark} class="${isDone ? "done" : "open"}">
<h2>${say(`guide.${name}.title`)}${isDone && html` <span class="state">${say("guide.done")}</span>`}</h2>
${isCurrent && html`<p>${say(`guide.${name}.text`, buttons)}${progress && html` ${progress}`}</p>`}
${
  href &&
  html`<p><a class="${isCurrent ? "button main" : "plain"}" href="${href}">${say(`guide.${name}.link`)}</a></p>`
}</li>
`;
}

function stepsOf(book: ConsoleBook, { hasSecond, campaign }: Guide): Step[] {
  const state = campaign?.state;
  const isPublished = state === "published";
  const isSent = isPublished || state === "submitted" || state === "approved";
  return [
    { name: "second", isDone: hasSecond, href: consoleUrls.invite },
    { name: "begin", isDone: campaign !== undefined, href: campaign ? undefined : consoleUrls.newCampaign },
    {
      name: "write",
      isDone: isSent,
      href: campaign && consoleUrls.edit(campaign.slug, null, campaign.language),
      progress: campaign && !isSent ? written(book, campaign) : undefined,
    },
    { name: "approve", isDone: isPublished, href: campaign && consoleUrls.petitions(campaign.slug) },
    {
      name: "sign",
      isDone: (campaign?.total ?? 0) > 0,
      href: campaign && isPublished ? addresses.campaign(campaign.language, campaign.slug) : undefined,
    },
    {
      name: "spread",
      isDone: false,
      href: campaign && isPublished ? consoleUrls.posters(campaign.slug) : undefined,
    },
  ];
}

function written(book: ConsoleBook, { texts }: GuidedCampaign): string {
  return book.say("guide.write.progress", {
    done: book.number(texts.written),
    all: book.number(texts.all),
  });
}
