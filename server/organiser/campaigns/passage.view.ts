import { html, raw } from "hono/html";
import { markOf, type Passage } from "#campaigns/petitions/drafts/passages.ts";
import { type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { fieldId, toolsOf } from "../frame/fields.view.ts";
import type { Tool } from "../frame/toolbar.view.ts";
import { type EditorView, theirsLabel } from "./editor.ts";
import { theirsBelow } from "./overtaken.view.ts";
import { passageLabel } from "./passage-label.ts";
import { translatePassageProblem } from "./translate-passage-problem.ts";

/** One text to write: its name, the text it is translated from, the field, and its problems. */
export function passageField(book: ConsoleBook, view: EditorView, passage: Passage): Html {
  const { key } = passage;
  const source = view.source.find((each) => each.key === key);
  const isShared = passage.kind === "source" || passage.kind === "flag" || passage.kind === "day";
  // What is the same in every language is edited in the first one.
  if (isShared && source) return html``;
  const conflict = view.conflicts?.find((each) => each.key === key);
  const text = view.sent?.get(key)?.text ?? passage.text;
  const id = fieldId(`text.${key}`);
  const errors = errorsOf(book, view, passage);
  const was = conflict ? markOf(conflict.theirs) : (view.sent?.get(key)?.was ?? markOf(passage.text));
  return html`<div class="passage${errors.length > 0 || conflict ? " waits" : ""}">
<label for="${id}">${passageLabel(book, passage, view.offices)}</label>
${source && html`<div class="source"${speech(view.first)}>${source.text}</div>`}
<div class="writing">${
    errors.length > 0 &&
    html`<p class="error" id="${id}-error">${errors.map(
      (error, index) => html`${index > 0 && html`<br>`}${error}`,
    )}</p>`
  }
${control(book, view, { passage, text, id, isWrong: errors.length > 0 })}
<input type="hidden" name="was.${key}" value="${was}">
${
  conflict &&
  theirsBelow(book, {
    text: conflict.theirs,
    label: theirsLabel(book, view),
    speech: speechOf(view),
    box: { name: `keep.${key}`, value: "theirs" },
  })
}</div>
</div>
`;
}

type Control = { passage: Passage; text: string; id: string; isWrong: boolean };

function control({ say }: ConsoleBook, view: EditorView, { passage, text, id, isWrong }: Control): Html {
  const { key, kind } = passage;
  const marks = isWrong ? html` aria-invalid="true" aria-describedby="${id}-error"` : html``;
  const attributes = html`id="${id}" name="text.${key}"${speechOf(view)}${marks}`;
  if (kind === "flag") {
    const option = (value: string, label: string) =>
      html`<option value="${value}"${value === text ? raw(" selected") : ""}>${label}</option>`;
    return html`<select ${attributes}>${option("", say("campaigns.edit.no"))}${option(
      "yes",
      say("campaigns.edit.yes"),
    )}</select>`;
  }
  if (kind === "text" || kind === "claims") {
    const rows = Math.min(16, Math.max(2, Math.ceil(text.length / 60) + text.split("\n").length - 1));
    // Browsers drop a line break right after the tag: this one, instead of one that was typed.
    return html`<textarea rows="${rows}" ${attributes}${toolsOf(toolsFor(key))}>
${text}</textarea>`;
  }
  return html`<input ${attributes} value="${text}">`;
}

/** Texts that can name their sources, by the keys of their passages. */
const marked = /^page\.(?:first|why\.\d+|(?:runBy|handovers|corrections)\.\d+\.text)$/;

function toolsFor(key: string): Tool[] {
  if (key.startsWith("wordings.")) return ["source", "office"];
  return marked.test(key) ? ["source"] : [];
}

/** What prevents this text from being published. */
function errorsOf(book: ConsoleBook, view: EditorView, passage: Passage): string[] {
  const { say } = book;
  const { key, kind, text } = passage;
  if (view.sent) return [];
  if (text === "" && kind !== "flag")
    return [say(view.source.length > 0 ? "campaigns.edit.notTranslated" : "campaigns.edit.empty")];
  return view.problems
    .filter(({ path }) => path.join(".") === key)
    .map((problem) => translatePassageProblem(book, problem, passage, view.offices));
}

function speechOf({ part }: EditorView): Html {
  return part === "sources" ? html` dir="auto"` : speech(part);
}

function speech(locale: Locale): Html {
  const { intl, direction } = languageOf(locale);
  return html` lang="${intl}" dir="${direction}"`;
}
