import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Update } from "#campaigns/updates/update.model.ts";
import { mayApprove } from "#campaigns/updates/writing/approve-update.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import { askOnce } from "../frame/ask-once.view.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { choiceField, field } from "../frame/fields.view.ts";
import { zoneOptions } from "../frame/zone-options.ts";

/** The contents of the scheduling form, and what is wrong with it. */
export type Scheduling = { at?: string | undefined; zone?: string | undefined; error?: string | undefined };

type Deciding = {
  update: Update;
  campaign: Campaign;
  account: { id: string };
  scheduling?: Scheduling | undefined;
};

/** What a person has to decide now, by the update's state; nothing for a draft. */
export function decidePart(book: ConsoleBook, deciding: Deciding): Html | undefined {
  switch (deciding.update.state) {
    case "submitted":
      return approvalPart(book, deciding);
    case "approved":
      return schedulePart(book, deciding);
    case "sending":
    case "paused":
      return steerPart(book, deciding.update);
    default:
      return undefined;
  }
}

const pathOf = (update: Update) => consoleUrls.update(update.campaign, update._id.toHexString());

/** Cancelling, inside a form of the page: it says first what will follow. */
export function cancelOnce({ say }: ConsoleBook, update: Update): Html {
  const isBegun = update.startedAt !== undefined;
  const label = say(isBegun ? "updates.act.cancelRest" : "updates.act.cancel");
  return askOnce({
    label,
    follows: say(isBegun ? "updates.cancel.rest" : "updates.cancel.whole"),
    act: html`<button formaction="${pathOf(update)}/cancel" class="grave">${label}</button>`,
  });
}

function approvalPart(book: ConsoleBook, { update, account }: Deciding): Html {
  const { say } = book;
  const isTheirs = mayApprove(update, account.id);
  const path = pathOf(update);
  return html`<section class="needs" aria-labelledby="decide"><h2 id="decide">${say(
    isTheirs ? "updates.submitted.theirs" : "updates.submitted.yours",
  )}</h2>
<p>${say(isTheirs ? "updates.submitted.theirsText" : "updates.submitted.yoursText")}</p>
${
  isTheirs &&
  html`<form class="actions" method="post" action="${path}/approve">
<button class="main">${say("updates.act.approve")}</button></form>`
}
<form class="row" method="post" action="${path}/return">
${
  isTheirs
    ? field({ name: "remark", label: say("updates.submitted.remark"), maxLength: 500 })
    : html`<input type="hidden" name="remark" value="">`
}
<button>${say(isTheirs ? "updates.act.return" : "updates.act.edit")}</button>
${cancelOnce(book, update)}
</form></section>`;
}

function schedulePart(book: ConsoleBook, { update, campaign, scheduling = {} }: Deciding): Html {
  const { say, momentIn } = book;
  const path = pathOf(update);
  const { at, zone = update.scheduledIn ?? campaign.timeZone, error } = scheduling;
  const title = update.scheduledAt
    ? say("updates.approved.scheduled", { moment: momentIn(update.scheduledAt, update.scheduledIn ?? "UTC") })
    : say("updates.approved.title");
  return html`<section class="${
    update.scheduledAt ? "panel" : "needs"
  }" aria-labelledby="decide"><h2 id="decide">${title}</h2>
<p>${say("updates.approved.rules")}</p>
<form class="row" method="post" action="${path}/schedule">
${field({ name: "at", label: say("updates.approved.at"), type: "datetime-local", value: at, error })}
${choiceField({
  name: "zone",
  label: say("updates.approved.zone"),
  value: zone,
  options: zoneOptions(countriesOf(update, campaign)),
})}
<button class="main">${say("updates.act.schedule")}</button>
</form>
<form class="actions" method="post" action="${path}/schedule">
<input type="hidden" name="at" value="now"><button>${say("updates.act.now")}</button></form>
<form class="actions" method="post" action="${path}/return">
<input type="hidden" name="remark" value="">${askOnce({
    label: say("updates.act.edit"),
    follows: say("updates.act.editFollows"),
    act: html`<button class="grave">${say("updates.act.edit")}</button>`,
  })}
${cancelOnce(book, update)}</form>
</section>`;
}

/** Whose zones come first: those of the audience, or else of the campaign's petitions. */
function countriesOf({ audience }: Update, { petitions }: Campaign): string[] {
  return audience.countries ?? petitions.flatMap(({ country }) => country ?? []);
}

function steerPart(book: ConsoleBook, update: Update): Html {
  const { say } = book;
  const path = pathOf(update);
  const isPaused = update.state === "paused";
  return html`<form class="actions" method="post" action="${path}/${isPaused ? "resume" : "pause"}">
<button class="${isPaused ? "main" : ""}">${say(isPaused ? "updates.act.resume" : "updates.act.pause")}</button>
${cancelOnce(book, update)}
</form>`;
}
