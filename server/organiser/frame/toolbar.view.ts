import { html } from "hono/html";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "./console-book.ts";

/** What buttons a text field can have: `data-tools` of the field names some of them. */
export type Tool = "bold" | "link" | "source" | "field" | "office";

/** A source that can be named, by its number. */
export type ToolSource = { number: number; name: string };

/** What the buttons of a form offer. */
type Toolbox = {
  sources: readonly ToolSource[];
  /** The number of a source that the text can name itself, on a line below; undefined where it can't. */
  ownSource?: number | undefined;
  fields?: readonly string[];
};

/**
 * The buttons above the text fields of a form, once: `toolbar.js` puts a copy at each field that names tools. Without
 * it nothing is shown, and what the buttons write is typed.
 */
export function toolbarTemplate(book: ConsoleBook, { sources, ownSource, fields = [] }: Toolbox): Html {
  const { say } = book;
  const own = ownSource === undefined ? undefined : ownSourceItem(book, ownSource);
  const named = sources.map(({ number, name }) => item(`[^${number}]`, `${book.number(number)} ${name}`));
  return html`<template data-toolbar><div class="toolbar" role="toolbar" aria-label="${say("frame.tools.title")}">
<button type="button" data-tool="bold" data-before="**" data-after="**" data-empty="${say(
    "frame.tools.boldText",
  )}" aria-keyshortcuts="Control+B"><b>${say("frame.tools.bold")}</b></button>
<button type="button" data-tool="link" data-before="[" data-after="](https://)" data-empty="${say(
    "frame.tools.linkText",
  )}" aria-keyshortcuts="Control+K">${say("frame.tools.link")}</button>
${menu("source", say("frame.tools.source"), [...named, ...(own ? [own] : [])], say("frame.tools.noSource"))}
${menu(
  "field",
  say("frame.tools.field"),
  fields.map((name) =>
    item(
      name === "name" ? `{{name|${say("frame.tools.friend")}}}` : `{{${name}}}`,
      say(`frame.tools.fields.${name}`),
    ),
  ),
  "",
)}
<button type="button" data-tool="office" data-insert="{office}">${say("frame.tools.office")}</button>
</div></template>`;
}

function menu(tool: Tool, label: string, items: readonly Html[], none: string): Html {
  return html`<details data-tool="${tool}"><summary>${label}</summary>${
    items.length > 0 ? html`<ul>${items}</ul>` : html`<p class="hint">${none}</p>`
  }</details>`;
}

function item(text: string, label: string): Html {
  return html`<li><button type="button" data-insert="${text}">${label}</button></li>`;
}

function ownSourceItem({ say }: ConsoleBook, number: number): Html {
  return html`<li><button type="button" data-insert="[^${number}]" data-below="[^${number}]: "
data-empty="${say("frame.tools.sourceText")}" data-first="${number}">${say("frame.tools.sourceNew")}</button></li>`;
}
