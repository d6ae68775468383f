import { html } from "hono/html";
import type { SheetRow } from "#campaigns/dashboard/list-sheets.ts";
import type { Dashboard, Span } from "#campaigns/dashboard/read-dashboard.ts";
import { startOfUtcDay } from "#campaigns/dashboard/read-sums.ts";
import { channels } from "#campaigns/signing/sheets/channel.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { type Filters, minuteOf } from "./dashboard-addresses.ts";
import { linesOf, liveTexts, type Opened } from "./figures.view.ts";
import { numberThatOpens } from "./sections.view.ts";
import { sheetTable } from "./sheet-table.view.ts";
import { showIn } from "./show.ts";

/** A row of a breakdown: its label, what it adds or subtracts, and from which sheets. */
export type LedgerRow = { key: string; gaps?: Record<string, string>; count: number; sheets?: Filters };

/** Addresses to link to: the list of sheets and each of them. */
type Addresses = { sheets(differences?: Filters): string; sheet(id: string): string };

/** What each number is made of; shown below the figures when its link is followed, without a script. */
export function breakdownView(
  book: ConsoleBook,
  dashboard: Dashboard,
  newest: readonly SheetRow[],
  addresses: Addresses,
): Html {
  const texts = liveTexts(book, dashboard);
  return html`${(["total", "today", "hour", "minute", "awaiting", "rate", "repeats"] as const).map((name) => {
    const sums = ledgerView(book, ledger(book, dashboard, name), { name, result: texts[name], addresses });
    const body = name === "total" ? html`${sums}${sheetTable(book, newest, addresses)}` : sums;
    return html`<div class="breakdown" id="why-${name}" tabindex="-1" role="region"
aria-labelledby="t-${name}"><div class="bar-head"><h2 id="t-${name}">${book.say("dashboard.whyNumber", {
      number: texts[name],
    })}</h2><p class="soft">${book.say(`dashboard.breakdown.${name}`)}</p><p class="tools">
<a href="${addresses.sheets()}">${book.say("dashboard.allSheets")}</a><a
href="#from-${name}">${book.say("dashboard.close")}</a></p></div>${body}</div>
`;
  })}`;
}

function ledgerView(
  book: ConsoleBook,
  rows: readonly LedgerRow[],
  { name, result, addresses }: { name: Opened; result: string; addresses: Addresses },
): Html {
  return html`<table class="ledger"><tbody>${rows.map(
    ({ key, gaps, count, sheets }) =>
      html`<tr><th scope="row">${book.say(key, gaps)}</th><td>${
        sheets
          ? numberThatOpens(book, count, addresses.sheets(sheets))
          : count < 0
            ? `− ${book.number(-count)}`
            : book.number(Math.abs(count))
      }</td></tr>`,
  )}<tr class="sum"><th scope="row">${book.say(`dashboard.sum.${name}`)}</th><td>${result}</td></tr></tbody></table>`;
}

/** The parts of a number; where it is a sum they add up to it, whatever is in progress. */
function ledger(book: ConsoleBook, dashboard: Dashboard, name: Opened): LedgerRow[] {
  const { figures, today, pace, readAt } = dashboard;
  const row = (key: string, count: number, sheets?: Filters): LedgerRow => ({
    key: `dashboard.ledger.${key}`,
    count,
    ...(sheets && { sheets }),
  });
  const between = ({ from, to }: Span) => ({ from: minuteOf(from), to: minuteOf(to) });
  switch (name) {
    case "total":
      return totalLedger(figures, row);
    case "today":
      return channels.map((channel) =>
        row(channel, today.channels[channel] ?? 0, { channel, from: minuteOf(startOfUtcDay(readAt)) }),
      );
    case "hour": {
      const show = showIn(book.locale);
      return pace.tens.map((ten) => ({
        ...row("between", ten.count, between(ten)),
        gaps: { from: show.time(ten.from), to: show.time(ten.to) },
      }));
    }
    case "minute":
      return [row("fiveMinutes", pace.fiveMinutes.count, between(pace.fiveMinutes)), row("dividedBy", 5)];
    case "awaiting":
      return [
        row("asked", figures.asked),
        row("confirmed", -figures.confirmed),
        row("expired", -figures.expired),
        row("erased", -figures.erased),
      ];
    case "rate":
      return [row("confirmed", figures.confirmed), row("asked", figures.asked)];
    case "repeats":
      return [
        row("lines", linesOf(figures)),
        row("counted", -figures.counted),
        row("withdrawn", -figures.withdrawn),
      ];
  }
}

function totalLedger(
  figures: Dashboard["figures"],
  row: (key: string, count: number) => LedgerRow,
): LedgerRow[] {
  const { asked, awaiting, expired, erased, confirmed, clicks, repeats, withdrawn } = figures;
  const unasked = row("unasked", linesOf(figures) - clicks);
  const taken = [row("repeats", -repeats), row("withdrawn", -withdrawn)];
  if (asked === 0) return [unasked, ...taken];
  const moving = clicks - confirmed;
  return [
    row("asked", asked),
    row("awaiting", -awaiting),
    row("expired", -expired),
    row("erased", -erased),
    ...(moving === 0 ? [] : [row(moving < 0 ? "onTheirWay" : "twice", moving)]),
    unasked,
    ...taken,
  ];
}
