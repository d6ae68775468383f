import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import {
  type AskedEnding,
  type Campaign,
  type CampaignDates,
  closingReasons,
} from "#campaigns/petitions/campaign.ts";
import { endingFrom } from "#campaigns/petitions/drafts/draft-states.ts";
import type { Html } from "#server/page/html.ts";
import { askOnce } from "../frame/ask-once.view.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { choiceField, field } from "../frame/fields.view.ts";
import { sentOf } from "./schedule.ts";

/** What can be closed, reopened and archived: a campaign (words `schedule`) or a petition (`life`). */
type Subject = {
  words: "schedule" | "life";
  /** Beginning of the addresses of its acts. */
  at: string;
  state: Campaign["state"];
  asked: AskedEnding | null;
};

/** Who looks, and who asked for what waits: a name and the organisation. */
type Seen = { account: Account; asker: string };

/** What is said once something was asked for, approved or dropped. */
export function endingNotice({ say }: ConsoleBook, done: string | undefined): string | undefined {
  const known = ["close", "reopen", "archive", "dates", "asked", "dropped"];
  return done && known.includes(done) ? say(`campaigns.schedule.done.${done}`) : undefined;
}

/** The forms that ask for an end or a new beginning, or what was asked for and waits for a second person. */
export function endingActs(book: ConsoleBook, subject: Subject, seen: Seen): Html {
  const { words, at, state, asked } = subject;
  if (asked) return waiting(book, { words, at, asked }, seen);
  const { say } = book;
  const form = (move: "close" | "reopen", inner: Html, kind: string) =>
    endingFrom[move].some((from) => from === state)
      ? html`<section aria-labelledby="h-${move}"><h2 id="h-${move}">${say(`campaigns.${words}.${move}`)}</h2>
<form class="form" method="post" action="${at}/${move}">${inner}
<div class="actions"><button class="${kind}" type="submit">${say("campaigns.schedule.ask")}</button></div>
</form></section>`
      : "";
  const reasons = choiceField({
    name: "reason",
    label: say("campaigns.schedule.reason"),
    options: closingReasons.map((value) => ({ value, label: say(`campaigns.schedule.reasons.${value}`) })),
  });
  const two = html`<p class="hint">${say("campaigns.schedule.takesTwo")}</p>`;
  const note = (isRequired: boolean) =>
    field({ name: "note", label: say("campaigns.schedule.note"), maxLength: 500, isRequired });
  return html`${form(
    "close",
    html`<p class="hint">${say(`campaigns.${words}.closeHint`)}</p>${two}${reasons}${note(false)}`,
    "grave",
  )}
${form("reopen", html`${two}${note(true)}`, "")}
${archiving(book, subject)}`;
}

/** Nothing is typed for it: so it asks once more before it is asked for. */
function archiving({ say }: ConsoleBook, { words, at, state }: Subject): Html | undefined {
  if (!endingFrom.archive.some((from) => from === state)) return undefined;
  const ask = html`<p class="hint">${say("campaigns.schedule.takesTwo")}</p>
<form method="post" action="${at}/archive"><button class="grave"
type="submit">${say("campaigns.schedule.ask")}</button></form>`;
  return html`<section aria-labelledby="h-archive"><h2 id="h-archive">${say(`campaigns.${words}.archive`)}</h2>
<p class="hint">${say(`campaigns.${words}.archiveHint`)}</p>${askOnce({
    label: say(`campaigns.${words}.archive`),
    follows: say(`campaigns.${words}.follows.archive`),
    act: ask,
  })}</section>`;
}

/** What was asked for, and what each of the two can do about it. */
function waiting(
  { say, moment }: ConsoleBook,
  { words, at: base, asked }: Pick<Subject, "words" | "at"> & { asked: AskedEnding },
  { account, asker }: Seen,
): Html {
  const { move, reason, dates, note, at, by } = asked;
  const button = (act: string, kind: string) =>
    html`<form method="post" action="${base}/ending/${act}">
<button class="${kind}" type="submit">${say(`campaigns.${words}.${act}.${move}`)}</button></form>`;
  const approve = askOnce({
    label: say(`campaigns.${words}.approve.${move}`),
    follows: say(`campaigns.${words}.follows.${move}`),
    act: button("approve", "grave"),
  });
  return html`<section aria-labelledby="h-asked"><h2 id="h-asked">${say(`campaigns.${words}.asked.${move}`)}</h2>
<p>${say("campaigns.schedule.askedBy", { organisation: asker, moment: moment(at) })}</p>
${dates && datesAsked({ say }, dates)}
${reason && html`<p>${say("campaigns.schedule.reason")}: ${say(`campaigns.schedule.reasons.${reason}`)}</p>`}
${note !== "" && html`<p class="text" dir="auto">${note}</p>`}
${by === account.id && html`<p class="hint">${say("campaigns.schedule.askedByYou")}</p>`}
<div class="actions">${by !== account.id && approve}${button("drop", "")}</div></section>`;
}

function datesAsked({ say }: Pick<ConsoleBook, "say">, dates: CampaignDates): Html {
  const { timeZone, opensAt, closesAt } = sentOf({ ...dates, goals: [] });
  const lines = { timeZone, opensAt, closesAt: closesAt || say("campaigns.schedule.never") };
  return html`<table class="table">
<caption class="unseen">${say("campaigns.schedule.otherDates")}</caption><tbody>${Object.entries(lines).map(
    ([key, value]) =>
      html`<tr><th scope="row">${say(`campaigns.schedule.${key}`)}</th><td>${value}</td></tr>`,
  )}</tbody></table>`;
}
