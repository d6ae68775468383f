import { html } from "hono/html";
import type { Dashboard } from "#campaigns/dashboard/read-dashboard.ts";
import { type Health, mostCounted, type Told } from "#campaigns/dashboard/read-health.ts";
import type { LastRecount } from "#campaigns/dashboard/read-recounts.ts";
import { otherProviders } from "#campaigns/mail/mail-provider.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { termLink } from "../glossary/terms.ts";
import { showIn } from "./show.ts";

/** A line of the table: its label with a note, the value, and whether that is as it should be. */
type Row = { name: string; note?: string; value: string; state?: Html | string };

/** After this many seconds the work counts as behind. */
const longestWait = { sheets: 30, letters: 300 };

/** How the work behind the figures gets on: mails, and whether counting keeps up. */
export function healthView(book: ConsoleBook, { health, readAt }: Dashboard): Html {
  if (!health) return html``;
  const rows = [...backlogRows(book, health, readAt), ...mailRows(book, health)];
  return tableOf(book, "h-health", book.say("dashboard.health.title"), rows);
}

/** What only operators do something about: checks of the whole campaign. */
export function checksView(book: ConsoleBook, { health }: Dashboard): Html {
  const recounts = health?.whole?.recounts ?? [];
  if (recounts.length === 0) return html``;
  const rows = recounts.map((recount) => recountRow(book, recount));
  return tableOf(book, "h-checks", book.say("dashboard.operators"), rows);
}

function tableOf(book: ConsoleBook, id: string, title: string, rows: readonly Row[]): Html {
  const { say } = book;
  return html`<section aria-labelledby="${id}"><div class="bar-head">
<h2 id="${id}" tabindex="-1">${title}</h2>${
    id === "h-checks" && html`<p class="tools">${termLink(book, "check")}</p>`
  }</div>
<table class="table"><thead><tr><th scope="col">${say("dashboard.health.what")}</th>
<th scope="col" class="n">${say("dashboard.health.now")}</th>
<th scope="col">${say("dashboard.health.state")}</th></tr></thead><tbody>${rows.map(
    ({ name, note, value, state }) =>
      html`<tr><th scope="row">${name}${note && html`<br><span class="small soft">${note}</span>`}</th>
<td class="n">${value}</td><td>${state}</td></tr>
`,
  )}</tbody></table></section>`;
}

function backlogRows(book: ConsoleBook, health: Health, readAt: Date): Row[] {
  const { say } = book;
  const age = (seconds: number) => book.number(Math.round(seconds));
  const keepsUp = (seconds: number, most: number) =>
    seconds < most ? say("dashboard.health.keepingUp") : mark(say("dashboard.health.behind"));
  const waits = health.dueSince ? (readAt.getTime() - health.dueSince.getTime()) / 1_000 : 0;
  const oldest = (seconds: number) => say("dashboard.health.oldest", { seconds: age(seconds) });
  const { seconds, whole, due } = health;
  const state = keepsUp(seconds, longestWait.sheets);
  const sheets: Row = whole
    ? {
        name: say("dashboard.health.sheets"),
        note: whole.sheets > 0 ? oldest(seconds) : "",
        value: counted(book, whole.sheets),
        state,
      }
    : {
        name: say("dashboard.health.delay"),
        value: say("dashboard.health.seconds", { seconds: age(seconds) }),
        state,
      };
  return [
    sheets,
    {
      name: say("dashboard.health.due"),
      note: due > 0 ? oldest(waits) : "",
      value: counted(book, due),
      state: keepsUp(waits, longestWait.letters),
    },
  ];
}

function mailRows(book: ConsoleBook, health: Health): Row[] {
  const { say } = book;
  const row = (key: string, value: number): Row => ({
    name: say(`dashboard.health.${key}`),
    value: counted(book, value),
  });
  const told = (key: string, { hour, day }: Told): Row => ({
    ...row(key, day),
    note: say("dashboard.health.inHour", { number: counted(book, hour) }),
  });
  const suppressed = Object.entries(health.whole?.suppressed ?? {}).filter(([, count]) => count > 0);
  const reasons = suppressed.map(
    ([reason, count]) => `${say(`mail.reason.${reason}`)}: ${book.number(count)}`,
  );
  const all = suppressed.reduce((sum, [, count]) => sum + count, 0);
  return [
    row("sent", health.sentLastHour),
    row("failed", health.failedLastDay),
    told("bounces", health.bounces),
    told("complaints", health.complaints),
    {
      ...row("aboutUs", health.aboutUs.day),
      note: book.list([
        say("dashboard.health.inHour", { number: counted(book, health.aboutUs.hour) }),
        ...health.aboutUs.providers.map(
          ({ provider, count }) =>
            `${provider === otherProviders ? say("mail.refusals.others") : provider}: ${book.number(count)}`,
        ),
      ]),
    },
    row("returned", health.returned),
    ...(health.whole ? [{ ...row("suppressed", all), note: book.list(reasons) }] : []),
  ];
}

function recountRow(book: ConsoleBook, { against, at, drift, isLate }: LastRecount): Row {
  const { say } = book;
  const show = showIn(book.locale);
  const agrees = drift > 0 ? mark(say("dashboard.recount.differ")) : say("dashboard.recount.agree");
  return {
    name: say(`dashboard.recount.${against}`),
    note: at
      ? say("dashboard.recount.at", { when: `${show.day(at)}, ${show.time(at)}` })
      : say("dashboard.recount.never"),
    value: at ? book.number(drift) : "–",
    state: isLate ? mark(say("dashboard.health.behind")) : at ? agrees : "",
  };
}

function mark(text: string): Html {
  return html`<strong class="need">${text}</strong>`;
}

function counted(book: ConsoleBook, value: number): string {
  const number = book.number(value);
  return value >= mostCounted ? book.say("dashboard.health.orMore", { number }) : number;
}
