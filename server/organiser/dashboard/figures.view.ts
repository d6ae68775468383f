import { html } from "hono/html";
import type { Dashboard } from "#campaigns/dashboard/read-dashboard.ts";
import { channels } from "#campaigns/signing/sheets/channel.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { type Addresses, numberThatOpens } from "./sections.view.ts";
import { showIn } from "./show.ts";

/** Numbers that open to what they are made of. */
export type Opened = "total" | "today" | "hour" | "minute" | "awaiting" | "rate" | "repeats";

/** What an open page updates when signatures arrive, in the words of its language. */
export function liveTexts(
  book: ConsoleBook,
  { figures, today, pace }: Pick<Dashboard, "figures" | "today" | "pace">,
): Record<Opened, string> {
  const show = showIn(book.locale);
  return {
    total: book.number(figures.counted),
    today: book.number(today.counted),
    hour: book.number(pace.lastHour.count),
    minute: book.number(Math.round(pace.fiveMinutes.count / 5)),
    awaiting: book.number(figures.awaiting),
    rate: figures.asked > 0 ? show.percent(figures.confirmed / figures.asked) : "–",
    repeats: book.number(figures.repeats),
  };
}

/** The total with its channels, and the six figures; each number opens to what it is made of. */
export function figuresView(
  book: ConsoleBook,
  dashboard: Dashboard,
  addresses: Pick<Addresses, "sheets">,
): Html {
  const texts = liveTexts(book, dashboard);
  const { say } = book;
  const six = (["today", "hour", "minute", "awaiting", "rate", "repeats"] as const).map(
    (
      name,
    ) => html`<div><dt>${say(`dashboard.${name}`)}</dt><dd class="number">${opener(book, name, texts[name])}</dd>
<dd class="soft">${noteOf(book, name, dashboard)}</dd></div>
`,
  );
  return html`<div class="total">${total(book, dashboard, texts.total)}${channelTable(book, dashboard, addresses)}</div>
<dl class="figures six">${six}</dl>`;
}

function opener(book: ConsoleBook, name: Opened, text: string): Html {
  return html`<a class="why" id="from-${name}" href="#why-${name}"><span data-live="${name}">${text}</span><span
class="unseen">, ${book.say(`dashboard.${name}`)}: ${book.say("dashboard.why")}</span></a>`;
}

function total(book: ConsoleBook, { figures, milestones, afterClose }: Dashboard, text: string): Html {
  const { say } = book;
  const late =
    afterClose &&
    html`<dd class="soft" data-after-close>${book.count("dashboard.afterClose", afterClose.counted, {
      moment: book.moment(afterClose.closedAt),
    })}</dd>`;
  const goal = milestones?.next ?? 0;
  const towards = html`<dd class="soft goal"><span>${say("dashboard.once")}</span> <span>${say(
    "dashboard.toGoal",
    { number: book.number(goal - figures.counted), goal: book.number(goal) },
  )}</span></dd><dd><progress value="${figures.counted}" max="${goal}" aria-label="${say(
    "dashboard.towards",
    { goal: book.number(goal) },
  )}"></progress></dd>`;
  return html`<dl><dt class="unseen">${say("dashboard.total")}</dt>
<dd class="number">${opener(book, "total", text)}</dd>${
    milestones ? towards : html`<dd class="soft">${say("dashboard.once")}</dd>`
  }${late}</dl>`;
}

function channelTable(book: ConsoleBook, { figures }: Dashboard, addresses: Pick<Addresses, "sheets">): Html {
  const { say } = book;
  const show = showIn(book.locale);
  const all = Math.max(figures.counted, 1);
  let from = 0;
  const bars = channels.map((channel, index) => {
    const share = (figures.channels[channel] ?? 0) / all;
    const bar = html`<rect class="d${index + 1}" x="${(from * 100).toFixed(2)}%"
width="${(share * 100).toFixed(2)}%" height="14"/>`;
    from += share;
    return bar;
  });
  const rows = channels.map((channel, index) => {
    const count = figures.channels[channel] ?? 0;
    return html`<tr><th scope="row"><svg width="10" height="10" aria-hidden="true">
<rect class="d${index + 1}" width="10" height="10"/>
</svg> ${say(`dashboard.channel.${channel}`)}</th><td class="n">${numberThatOpens(
      book,
      count,
      addresses.sheets({ channel }),
    )}</td><td class="n soft">${show.percent(count / all)}</td></tr>
`;
  });
  return html`<div><svg class="plot" direction="ltr" width="100%" height="14"
role="img" aria-label="${say("dashboard.channels")}">${bars}</svg>
<table class="table"><thead class="unseen"><tr><th scope="col">${say("dashboard.channelName")}</th>
<th scope="col">${say("dashboard.signatures")}</th>
<th scope="col">${say("dashboard.share")}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function noteOf(book: ConsoleBook, name: Exclude<Opened, "total">, dashboard: Dashboard): string {
  const { say } = book;
  const { figures, today, pace, readAt } = dashboard;
  const show = showIn(book.locale);
  const change = (now: number, before: number, key: string, gaps = {}) =>
    before > 0 ? say(key, { ...gaps, change: show.change(now / before - 1) }) : say(`${key}None`);
  switch (name) {
    case "today":
      return change(today.counted, pace.yesterdayByNow, "dashboard.onYesterday", { time: show.time(readAt) });
    case "hour":
      return change(pace.lastHour.count, pace.hourBefore.count, "dashboard.onHourBefore");
    case "minute":
      return say("dashboard.fiveMinutes");
    case "awaiting":
      return say("dashboard.notConfirmed", { number: book.number(figures.expired + figures.erased) });
    case "rate":
      return say("dashboard.ofAsked", { number: book.number(figures.asked) });
    case "repeats":
      return say("dashboard.ofLines", {
        share: show.percent(figures.repeats / Math.max(1, linesOf(figures))),
      });
  }
}

/** Lines to be counted: each is on the roll, was withdrawn, or repeats one. */
export function linesOf({ counted, withdrawn, repeats }: Dashboard["figures"]): number {
  return counted + withdrawn + repeats;
}
