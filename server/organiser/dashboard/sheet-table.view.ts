import { html } from "hono/html";
import type { SheetRow } from "#campaigns/dashboard/list-sheets.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { showIn } from "./show.ts";

/** What the columns in a list of sheets count. */
export const sheetColumns = ["lines", "repeats", "awaiting", "ended", "counted", "withdrawn"] as const;

/** A sheet's numbers, in the order of `sheetColumns`. */
export function sheetNumbers({ lines, outcomes }: SheetRow): number[] {
  const of = (outcome: keyof typeof outcomes) => outcomes[outcome] ?? 0;
  return [lines, of("repeat"), of("waiting"), of("expired") + of("erased"), of("counted"), of("withdrawn")];
}

/** A list of sheets. */
export function sheetTable(
  book: ConsoleBook,
  sheets: readonly SheetRow[],
  addresses: { sheet(id: string): string },
): Html {
  const { say } = book;
  const show = showIn(book.locale);
  if (sheets.length === 0) return html`<p class="empty">${say("dashboard.sheets.none")}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say("dashboard.sheets.newest")}">
<table class="table"><caption>${say("dashboard.sheets.newest")}</caption>
<thead><tr><th scope="col">${say("dashboard.sheets.sheet")}</th><th scope="col">${say("dashboard.sheets.at")}</th>
<th scope="col">${say("dashboard.sheets.kind")}</th>${sheetColumns.map(
    (name) => html`<th scope="col" class="n">${say(`dashboard.sheets.${name}`)}</th>`,
  )}</tr></thead><tbody>${sheets.map(
    (sheet) => html`<tr><th scope="row">
<a class="mono" href="${addresses.sheet(sheet.id)}">${sheet.id.slice(0, 8)}…${sheet.id.slice(-4)}</a>
</th><td>${show.day(sheet.at)} ${show.second(sheet.at)}</td>
<td>${say(`dashboard.kind.${sheet.kind}`)}</td>${sheetNumbers(sheet).map(
      (count) => html`<td class="n">${book.number(count)}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>`;
}
