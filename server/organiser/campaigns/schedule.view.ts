import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import {
  type AskedEnding,
  type Campaign,
  type CampaignDates,
  closingReasons,
} from "#campaigns/petitions/campaign.ts";
import { endingFrom } from "#campaigns/petitions/drafts/draft-states.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import { askOnce } from "../frame/ask-once.view.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, errorSummary, type FieldErrors, field } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { zoneOptions } from "../frame/zone-options.ts";
import { overtakenNote, type Theirs, theirsOf } from "./overtaken.view.ts";
import { markOfSchedule, type SentSchedule, sentOf } from "./schedule.ts";

type View = {
  campaign: Campaign;
  /** Who asked for what waits, by name and organisation. */
  asker: string;
  sent: SentSchedule;
  errors: FieldErrors;
  done?: string | undefined;
  theirs?: Theirs;
};

/** One of the fields for goals and dates, with what somebody else has saved there in the meantime. */
export function scheduleField(
  book: ConsoleBook,
  { sent, errors, theirs }: { sent: SentSchedule; errors: FieldErrors; theirs: Theirs | undefined },
  key: keyof SentSchedule,
  hint?: string,
): Html {
  return field({
    name: key,
    label: book.say(`campaigns.schedule.${key}`),
    value: sent[key],
    hint,
    error: errors[key],
    below: theirsOf(book, theirs, key),
  });
}

/** The choice of a campaign's time zone. */
export function zoneField(
  book: ConsoleBook,
  { sent, errors, theirs }: { sent: SentSchedule; errors: FieldErrors; theirs: Theirs | undefined },
  /** Of the campaign: their zones come first. */
  countries: readonly string[],
): Html {
  return choiceField({
    name: "timeZone",
    label: book.say("campaigns.schedule.timeZone"),
    hint: book.say("campaigns.schedule.timeZoneHint"),
    value: sent.timeZone,
    error: errors.timeZone,
    options: zoneOptions(countries),
    below: theirsOf(book, theirs, "timeZone"),
  });
}

/** The page for goals, dates, closing and archiving. */
export function schedulePage(
  book: ConsoleBook,
  account: Account,
  { campaign, asker, sent, errors, done, theirs }: View,
): string {
  const { say } = book;
  const title = say("campaigns.schedule.title");
  const name = campaignName(campaign, book.locale);
  const line = (key: keyof SentSchedule, hint?: string) =>
    scheduleField(book, { sent, errors, theirs }, key, hint);
  return consolePage(book, {
    title,
    section: "petitions",
    account,
    campaign: namedCampaign(campaign, account),
    notice: noticeOf(book, done),
    main: html`<p class="crumbs"><a href="${consoleUrls.petitions(campaign.slug)}">${name}</a></p>
<h1>${title}</h1>
${overtakenNote(book, theirs)}
${errorSummary(book, errors)}
<form class="form" method="post" action="${consoleUrls.schedule(campaign.slug)}" novalidate>
<input type="hidden" name="was" value="${markOfSchedule(campaign)}">
${line("goals", say("campaigns.schedule.goalsHint"))}
${zoneField(
  book,
  { sent, errors, theirs },
  campaign.petitions.flatMap(({ country }) => country ?? []),
)}
${line("opensAt", say("campaigns.schedule.opensAtHint"))}
${line("closesAt", say("campaigns.schedule.closesAtHint"))}
<p class="hint">${say("campaigns.schedule.datesTakeTwo")}</p>
<div class="actions"><button class="main" type="submit">${say("campaigns.schedule.save")}</button></div>
</form>
${closing(book, campaign, { account, asker })}`,
  });
}

function noticeOf({ say }: ConsoleBook, done: string | undefined): string | undefined {
  if (done === "saved") return say("campaigns.schedule.saved");
  const known = ["close", "reopen", "archive", "dates", "asked", "dropped"];
  return done && known.includes(done) ? say(`campaigns.schedule.done.${done}`) : undefined;
}

type Seen = { account: Account; asker: string };

function closing(book: ConsoleBook, { slug, state, asked }: Campaign, seen: Seen): Html {
  if (asked) return waiting(book, { slug, asked }, seen);
  const { say } = book;
  const form = (move: "close" | "reopen", inner: Html, kind: string) =>
    endingFrom[move].some((from) => from === state)
      ? html`<section aria-labelledby="h-${move}"><h2 id="h-${move}">${say(`campaigns.schedule.${move}`)}</h2>
<form class="form" method="post" action="${consoleUrls.campaign(slug)}/${move}">${inner}
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
    html`<p class="hint">${say("campaigns.schedule.closeHint")}</p>${two}${reasons}${note(false)}`,
    "grave",
  )}
${form("reopen", html`${two}${note(true)}`, "")}
${archiving(book, slug, state)}`;
}

/** Nothing is typed for it: so it asks once more before it is asked for. */
function archiving({ say }: ConsoleBook, slug: string, state: Campaign["state"]): Html | undefined {
  if (!endingFrom.archive.some((from) => from === state)) return undefined;
  const ask = html`<p class="hint">${say("campaigns.schedule.takesTwo")}</p>
<form method="post" action="${consoleUrls.campaign(slug)}/archive"><button class="grave"
type="submit">${say("campaigns.schedule.ask")}</button></form>`;
  return html`<section aria-labelledby="h-archive"><h2 id="h-archive">${say("campaigns.schedule.archive")}</h2>
<p class="hint">${say("campaigns.schedule.archiveHint")}</p>${askOnce({
    label: say("campaigns.schedule.archive"),
    follows: say("campaigns.schedule.follows.archive"),
    act: ask,
  })}</section>`;
}

/** What was asked for, and what each of the two can do about it. */
function waiting(
  { say, moment }: ConsoleBook,
  { slug, asked }: { slug: string; asked: AskedEnding },
  { account, asker }: Seen,
): Html {
  const { move, reason, dates, note, at, by } = asked;
  const button = (act: string, kind: string) =>
    html`<form method="post" action="${consoleUrls.campaign(slug)}/ending/${act}">
<button class="${kind}" type="submit">${say(`campaigns.schedule.${act}.${move}`)}</button></form>`;
  const approve = askOnce({
    label: say(`campaigns.schedule.approve.${move}`),
    follows: say(`campaigns.schedule.follows.${move}`),
    act: button("approve", "grave"),
  });
  return html`<section aria-labelledby="h-asked"><h2 id="h-asked">${say(`campaigns.schedule.asked.${move}`)}</h2>
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
