import { html } from "hono/html";
import { type LinesAsked, type SheetRow, sheetsAPage } from "#campaigns/dashboard/list-sheets.ts";
import type { ReadSheet, SheetLine } from "#campaigns/dashboard/read-sheet.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { termLink } from "../glossary/terms.ts";
import type { Addresses } from "./sections.view.ts";
import { sheetTable } from "./sheet-table.view.ts";
import { showIn } from "./show.ts";

/** One page of the list of sheets. */
export function sheetsView(
  book: ConsoleBook,
  asked: LinesAsked,
  sheets: readonly SheetRow[],
  addresses: Addresses,
): Html {
  const { say } = book;
  const last = sheets.at(-1);
  const older = sheets.length === sheetsAPage && last ? addresses.sheets({ before: last.id }) : undefined;
  return html`<p class="crumbs"><a href="${addresses.page()}">${say("dashboard.title")}</a></p>
<div class="head"><div><h1>${say("dashboard.sheets.title")}</h1><p class="soft">${say(
    "dashboard.sheets.note",
  )} ${termLink(book, "batch")}</p>
</div><p class="tools"><a href="${addresses.sheetsTable()}">CSV</a></p></div>
${narrowedTo(book, asked, addresses)}
${sheetTable(book, sheets, addresses)}
${older ? html`<p class="actions"><a class="button" href="${older}">${say("dashboard.sheets.older")}</a></p>` : ""}`;
}

/** A sheet: its lines, the key of each person, and what became of them. */
export function sheetView(
  book: ConsoleBook,
  asked: LinesAsked,
  sheet: ReadSheet,
  addresses: Addresses,
): Html {
  const { say } = book;
  const show = showIn(book.locale);
  const names = new Map(countryNames(book.locale).map(({ code, name }) => [code, name]));
  const head = (name: string) => html`<th scope="col">${say(name)}</th>`;
  return html`<p class="crumbs"><a href="${addresses.sheets()}">${say("dashboard.sheets.back")}</a></p>
<div class="head"><div><h1>${say("dashboard.sheets.one", { id: sheet.id })}</h1>
<p class="soft">${say(`dashboard.kind.${sheet.kind}`)} · ${say(`dashboard.channel.${sheet.channel}`)} · <time
datetime="${sheet.at.toISOString()}">${show.day(sheet.at)}, ${show.second(sheet.at)} UTC</time> · ${say(
    `dashboard.sheets.state.${sheet.state}`,
  )}</p>
</div></div>
${narrowedTo(book, asked, addresses)}
<p>${say("dashboard.sheets.keys", { number: book.number(sheet.lines.length) })}</p>
<p class="tools">${termLink(book, "entry")}${termLink(book, "signersCode")}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${say("dashboard.sheets.lines")}">
<table class="table"><thead><tr>${[
    "dashboard.sheets.line",
    "dashboard.sheets.key",
    "dashboard.petition",
    "dashboard.country",
    "dashboard.language",
    "dashboard.sheets.version",
    "dashboard.source",
    "dashboard.sheets.outcome",
  ].map(head)}</tr></thead><tbody>${sheet.lines.map(
    (line) =>
      html`<tr><th scope="row">${book.number(line.index + 1)}</th>
<td class="mono">${line.key}</td><td>${line.petition}</td><td>${
        names.get(line.country) ?? line.country
      }</td><td>${show.language(line.locale)}</td><td>${line.version}</td><td class="mono">${
        line.source ?? ""
      }</td><td>${outcome(book, line, addresses)}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** Says which lines are shown, if not all; their numbers add up to the one that was opened. */
function narrowedTo(book: ConsoleBook, asked: LinesAsked, addresses: Addresses): Html {
  const { say } = book;
  const { petition, country, channel, language, source, from, to } = asked;
  const show = showIn(book.locale);
  const moment = (at: Date | undefined) => (at ? `${show.day(at)} ${show.time(at)}` : "");
  const part = (name: string, value: string | false | null | undefined) =>
    value ? [`${say(name)}: ${value}`] : [];
  const parts = [
    ...part("dashboard.petition", petition),
    ...part(
      "dashboard.country",
      country && countryNames(book.locale).find(({ code }) => code === country)?.name,
    ),
    ...part("dashboard.channelName", channel && say(`dashboard.channel.${channel}`)),
    ...part("dashboard.language", language && show.language(language)),
    ...part("dashboard.sheets.at", (from || to) && `${moment(from)} – ${moment(to)}`.trim()),
    ...part("dashboard.source", source === "" ? say("dashboard.noSource") : source),
  ];
  if (parts.length === 0) return html``;
  return html`<p class="notice"><b>${book.list(parts)}</b>. ${say("dashboard.sheets.adds")} <a
href="${addresses.allSheets()}">${say("dashboard.allSheets")}</a></p>`;
}

function outcome(book: ConsoleBook, line: SheetLine, addresses: Addresses): Html {
  const { say } = book;
  const became = say(`dashboard.outcome.${line.outcome ?? "none"}`);
  const reason = line.reason && say(`dashboard.reason.${line.reason}`);
  const confirms =
    line.confirms &&
    say("dashboard.sheets.confirms", {
      line: book.number(line.confirms.line + 1),
      sheet: `${line.confirms.sheet.slice(0, 8)}…`,
    });
  return html`${became}${reason && html` ${reason}`}${
    line.confirms && html`; <a href="${addresses.sheet(line.confirms.sheet)}">${confirms}</a>`
  }`;
}
