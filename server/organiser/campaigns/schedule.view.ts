import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, errorSummary, type FieldErrors, field } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { zoneOptions } from "../frame/zone-options.ts";
import { endingActs, endingNotice } from "./ending-acts.view.ts";
import { overtakenNote, type Theirs, theirsOf } from "./overtaken.view.ts";
import { markOfSchedule, type SentSchedule } from "./schedule.ts";

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
  const { slug, state, asked = null } = campaign;
  const subject = { words: "schedule", at: consoleUrls.campaign(slug), state, asked } as const;
  const line = (key: keyof SentSchedule, hint?: string) =>
    scheduleField(book, { sent, errors, theirs }, key, hint);
  return consolePage(book, {
    title,
    section: "petitions",
    account,
    campaign: namedCampaign(campaign, account),
    notice: done === "saved" ? say("campaigns.schedule.saved") : endingNotice(book, done),
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
${endingActs(book, subject, { account, asker })}`,
  });
}
