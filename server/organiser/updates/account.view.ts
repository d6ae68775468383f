import { html } from "hono/html";
import { otherProviders } from "#campaigns/mail/mail-provider.ts";
import {
  measureProgress,
  type Progress,
  progressParts,
} from "#campaigns/updates/sending/measure-progress.ts";
import type { Update } from "#campaigns/updates/update.model.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";

const isUnderWay = ({ state }: Update) => state === "sending" || state === "paused";

/** The progress of sending, with a bar; kept up to date by `updates.js`. */
export function progressPart(book: ConsoleBook, update: Update, now: Date): Html | undefined {
  if (!isUnderWay(update)) return undefined;
  const progress = measureProgress(update, now);
  const address = consoleUrls.update(update.campaign, update._id.toHexString());
  return html`<div class="progress" data-progress="${address}/progress" data-state="${update.state}">
<p data-line>${progressLine(book, update, progress)}</p>
<progress value="${progress.percent}" max="100"
aria-label="${book.say("updates.sending.bar")}">${progress.percent} %</progress>
${update.state === "paused" && html`<p class="need">${pausedLine(book, update)}</p>`}
</div>`;
}

/** That nothing goes out, and why, when it was Sheaf itself that paused the update. */
function pausedLine(book: ConsoleBook, { pausedFor }: Update): string {
  const { say, number, moment } = book;
  if (!pausedFor) return say("updates.sending.paused");
  const { provider, ground, handed, refused, at } = pausedFor;
  return say("updates.sending.refused", {
    moment: moment(at),
    provider: provider === otherProviders ? say("updates.sending.others") : provider,
    ground: say(`mail.ground.${ground}`),
    handed: number(handed),
    refused: number(refused),
  });
}

/** "70 % done. 11,480 a minute. 46 minutes left." */
export function progressLine(book: ConsoleBook, update: Update, progress: Progress): string {
  const { say, count, number } = book;
  const { percent, perMinute, minutesLeft } = progress;
  return [
    say("updates.sending.percent", { percent: number(percent) }),
    ...(update.plannedAt ? [] : [say("updates.sending.planning")]),
    ...(perMinute ? [say("updates.sending.rate", { rate: number(Math.round(perMinute)) })] : []),
    ...(minutesLeft ? [count("updates.sending.left", minutesLeft)] : []),
  ].join(" ");
}

/** planned = sent + failed + suppressed + skipped + uncertain, always in this order, each with its list. */
export function equationPart(book: ConsoleBook, update: Update, now: Date): Html {
  const { say, number } = book;
  const { planned, counts } = measureProgress(update, now);
  const address = consoleUrls.update(update.campaign, update._id.toHexString());
  const shown = progressParts.filter((term) => term !== "toGo" || counts.toGo > 0 || isUnderWay(update));
  const entry = (term: "planned" | (typeof progressParts)[number], value: number, className: string) => {
    const isWaiting = term === "uncertain" && value > 0;
    return html`<div class="${className}"><dt class="${
      isWaiting ? "need" : ""
    }">${say(`updates.equation.${term}`)}</dt><dd class="number">
<a class="linked" href="${address}/dispatches?term=${term}"
data-term="${term}">${number(value)}</a></dd><dd class="hint">${say(`updates.equation.about.${term}`)}</dd></div>`;
  };
  return html`<section aria-labelledby="account"><h2 id="account">${say("updates.equation.title")}</h2>
<dl class="equation">${entry("planned", planned, "first")}${shown.map((term, index) =>
    entry(term, counts[term], index === 0 ? "equals" : "plus"),
  )}</dl>
</section>`;
}

/** The decision about mails of unknown fate. */
export function uncertainPart(book: ConsoleBook, update: Update, mayWrite: boolean): Html | undefined {
  const { say, count } = book;
  const { uncertain } = update.counts;
  if (uncertain === 0) return undefined;
  const address = consoleUrls.update(update.campaign, update._id.toHexString());
  return html`<section class="needs" aria-labelledby="uncertain">
<h2 id="uncertain">${count("updates.uncertain.title", uncertain)}</h2>
<p>${say("updates.uncertain.text")}</p>
${
  mayWrite &&
  update.state !== "cancelled" &&
  html`<form class="actions" method="post" action="${address}/again">
<button class="grave">${count("updates.act.again", uncertain)}</button></form>`
}
</section>`;
}
