import { html } from "hono/html";
import { otherProviders } from "#campaigns/mail/mail-provider.ts";
import { type Progress, progressParts } from "#campaigns/updates/sending/measure-progress.ts";
import { type Going, type LeftOutFor, reasonNamed } from "#campaigns/updates/sending/read-going.ts";
import type { Update } from "#campaigns/updates/update.model.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { termLink } from "../glossary/terms.ts";
import type { Rules } from "./updates-options.ts";

const isUnderWay = ({ state }: Update) => state === "sending" || state === "paused";

/** The progress of sending, with a bar; kept up to date by `updates.js`. */
export function progressPart(
  book: ConsoleBook,
  update: Update,
  { progress }: Going,
  rules: Rules,
): Html | undefined {
  if (!isUnderWay(update)) return undefined;
  const address = consoleUrls.update(update.campaign, update._id.toHexString());
  return html`<div class="progress" data-progress="${address}/progress" data-state="${update.state}">
<p data-line>${progressLine(book, update, progress, rules)}</p>
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

/** "70 % done. 11,480 a minute. 46 minutes left. 20 wait until 08:00 in their country." */
export function progressLine(
  book: ConsoleBook,
  update: Update,
  progress: Progress,
  { quietHours }: Pick<Rules, "quietHours">,
): string {
  const { say, count, number } = book;
  const { percent, perMinute, minutesLeft, counts } = progress;
  const hour = `${(quietHours.split("-")[1] ?? "").padStart(2, "0")}:00`;
  return [
    say("updates.sending.percent", { percent: number(percent) }),
    ...(update.plannedAt ? [] : [say("updates.sending.planning")]),
    ...(perMinute ? [say("updates.sending.rate", { rate: number(Math.round(perMinute)) })] : []),
    ...(minutesLeft ? [count("updates.sending.left", minutesLeft)] : []),
    ...(counts.held > 0 ? [count("updates.sending.held", counts.held, { hour })] : []),
  ].join(" ");
}

/** planned = sent + failed + suppressed + skipped + uncertain, always in this order, each with its list. */
export function equationPart(book: ConsoleBook, update: Update, { progress, leftOut }: Going): Html {
  const { say, number } = book;
  const { planned, counts } = progress;
  const address = consoleUrls.update(update.campaign, update._id.toHexString());
  const shown = progressParts.filter((term) => counts[term] > 0 || isShownAnyway(term, update));
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
<div data-left-out>${leftOutPart(book, leftOut)}</div>
</section>`;
}

/** What waits is shown as long as something can. */
function isShownAnyway(term: (typeof progressParts)[number], update: Update): boolean {
  return (term !== "held" && term !== "toGo") || isUnderWay(update);
}

/** Why supporters were left out, and how many for each reason. */
export function leftOutPart(book: ConsoleBook, leftOut: readonly LeftOutFor[]): Html {
  const { say, number } = book;
  if (leftOut.length === 0) return html``;
  const rows = leftOut.map(
    ({ reason, count }) =>
      html`<tr><th scope="row">${say(`updates.leftOut.${reason}`)}</th><td class="n">${number(count)}</td></tr>
`,
  );
  return html`<table class="table"><caption>${say("updates.leftOut.title")}</caption><tbody>${rows}</tbody></table>`;
}

/** A dispatch's reason in words: ours, or what the receiving server said. */
export function sayReason(book: ConsoleBook, said: string): string {
  const reason = reasonNamed(said);
  return reason ? book.say(`updates.leftOut.${reason}`) : said;
}

/** The decision about mails of unknown fate. */
export function uncertainPart(book: ConsoleBook, update: Update, mayWrite: boolean): Html | undefined {
  const { say, count } = book;
  const { uncertain } = update.counts;
  if (uncertain === 0) return undefined;
  const address = consoleUrls.update(update.campaign, update._id.toHexString());
  return html`<section class="needs" aria-labelledby="uncertain">
<h2 id="uncertain">${count("updates.uncertain.title", uncertain)}</h2>
<p>${say("updates.uncertain.text")} ${termLink(book, "uncertain")}</p>
${
  mayWrite &&
  update.state !== "cancelled" &&
  html`<form class="actions" method="post" action="${address}/again">
<button class="grave">${count("updates.act.again", uncertain)}</button></form>`
}
</section>`;
}
