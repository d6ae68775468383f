import { html } from "hono/html";
import type { BundleRun } from "#campaigns/bundles/bundle-request.model.ts";
import { second } from "#campaigns/platform/durations.ts";
import type { ConsoleBook } from "#server/organiser/frame/console-book.ts";
import type { Html } from "#server/page/html.ts";

/** A run that has been silent for longer, in milliseconds, may have lost its worker. */
const quiet = 10 * second;

/** A bundle's progress: a bar, the rate per second, the time left. */
export function describeProgress(book: ConsoleBook, run: BundleRun, now: Date): Html {
  const { say } = book;
  if (run.expected === 0) return html`<p class="small">${say("bundles.progress.begins")}</p>`;
  const percent = Math.floor((100 * Math.min(run.written, run.expected)) / run.expected);
  const far = say("bundles.progress.far", {
    percent: book.number(percent),
    written: book.number(run.written),
    expected: book.number(run.expected),
  });
  const isQuiet = now.getTime() - run.beatAt.getTime() > quiet;
  const pace = isQuiet ? say("bundles.progress.quiet") : describePace(book, run);
  return html`<progress max="${run.expected}" value="${run.written}"
aria-label="${say("bundles.progress.label")}">${percent}</progress>
<p class="small">${far}<br>${pace}</p>`;
}

function describePace(book: ConsoleBook, { written, expected, startedAt, beatAt }: BundleRun): string {
  const seconds = (beatAt.getTime() - startedAt.getTime()) / second;
  const rate = seconds > 0 ? written / seconds : 0;
  if (rate < 1) return "";
  const left = Math.ceil(Math.max(expected - written, 0) / rate);
  const time =
    left < 60
      ? book.count("bundles.progress.seconds", left)
      : book.count("bundles.progress.minutes", Math.ceil(left / 60));
  return book.say("bundles.progress.pace", { rate: book.number(Math.round(rate)), time });
}
