import { html } from "hono/html";
import { type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import { mergeFields } from "#campaigns/updates/composing/merge-fields.ts";
import { longestSubject } from "#campaigns/updates/writing/check-update.ts";
import type { UpdateDraft } from "#campaigns/updates/writing/write-update.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { choiceField, type FieldErrors, field } from "../frame/fields.view.ts";
import { languageField } from "../frame/language-field.view.ts";
import { type ToolSource, toolbarTemplate } from "../frame/toolbar.view.ts";

/** The text being written, in one language, perhaps next to another. */
export type Writing = {
  draft: UpdateDraft;
  locale: Locale;
  beside: Locale | undefined;
  errors: FieldErrors;
  /** Languages with a button: the campaign's, and those that have a text. */
  offered: readonly Locale[];
  /** Of the campaign. */
  sources: readonly ToolSource[];
};

/** Buttons for the other languages, subject and text, and another language's text to translate from. */
export function textPart(
  book: ConsoleBook,
  { draft, locale, beside, errors, offered, sources }: Writing,
): Html {
  const { say } = book;
  const { name, intl, direction } = languageOf(locale);
  const text = draft.texts[locale];
  const other = beside && beside !== locale ? draft.texts[beside] : undefined;
  const lang = { tag: intl, direction };
  return html`<section aria-labelledby="text-title">
<h2 id="text-title">${say("updates.text.title", { language: name })}</h2>
${toolbarTemplate(book, { sources, ownSource: (sources.at(-1)?.number ?? 0) + 1, fields: mergeFields })}
${languageButtons(book, { draft, locale, offered })}
<div class="${other ? "columns" : ""}">
<div class="form wide">
${field({
  name: "subject",
  label: say("updates.text.subject"),
  value: text?.subject,
  hint: say("updates.text.subjectHint"),
  error: errors.subject,
  maxLength: longestSubject,
  lang,
  tools: ["field"],
})}
${field({
  name: "body",
  label: say("updates.text.body"),
  value: text?.body,
  hint: bodyHint(book),
  error: errors.body,
  rows: 16,
  lang,
  tools: ["bold", "link", "source", "field"],
})}
</div>
${other && beside && besideText(book, beside, other)}
</div>
${besideChoice(book, draft, locale, beside)}
</section>`;
}

function bodyHint({ say }: ConsoleBook): string {
  const fields = mergeFields.map((name) => `{{${name}}}`).join(" ");
  return say("updates.text.bodyHint", { fields, example: "{{name|friend}}" });
}

function languageButtons(
  book: ConsoleBook,
  { draft, locale, offered }: Pick<Writing, "draft" | "locale" | "offered">,
): Html {
  const { say } = book;
  return html`<div class="tools" role="group" aria-label="${say("updates.text.languages")}">${offered.map(
    (code) => {
      const { name, intl } = languageOf(code);
      const has = draft.texts[code] !== undefined;
      const label = say(`updates.text.${has ? "has" : "lacks"}`, { language: name });
      return code === locale
        ? html`<b lang="${intl}">${name}</b>`
        : html`<button class="quiet" name="next" value="text-${code}"
aria-label="${label}"><span lang="${intl}">${name}</span>${
            has ? "" : html`<span class="gap" aria-hidden="true">+</span>`
          }</button>`;
    },
  )}<span class="hint">${say("updates.text.hint")}</span></div>
<details><summary>${say("updates.text.another")}</summary><div class="row narrow">${languageField(book, {
    name: "another",
    label: say("updates.text.another"),
    except: offered,
  })}<button name="next" value="text-another">${say("updates.text.anotherButton")}</button></div></details>`;
}

function besideText({ say }: ConsoleBook, beside: Locale, other: { subject: string; body: string }): Html {
  const { name, intl, direction } = languageOf(beside);
  return html`<div class="panel beside">
<h3>${say("updates.text.beside", { language: name })}</h3>
<p lang="${intl}" dir="${direction}"><b>${other.subject}</b></p>
<div class="text" lang="${intl}" dir="${direction}">${other.body}</div>
</div>`;
}

function besideChoice(
  { say }: ConsoleBook,
  draft: UpdateDraft,
  locale: Locale,
  beside: Locale | undefined,
): Html | undefined {
  const others = Object.keys(draft.texts).filter((code) => code !== locale);
  if (others.length === 0) return undefined;
  return html`<div class="row narrow">${choiceField({
    name: "beside",
    label: say("updates.text.besideChoice"),
    value: beside ?? "",
    options: [
      { value: "", label: say("updates.text.nothing") },
      ...others.map((code) => ({ value: code, label: languageOf(code).name })),
    ],
  })}<button name="next" value="text-${locale}">${say("updates.text.showBeside")}</button></div>`;
}

/** Which languages readers get if there is no text in their own, in order. */
export function fallbackPart(
  { say, number }: ConsoleBook,
  draft: UpdateDraft,
  errors: FieldErrors,
  offered: readonly Locale[],
): Html {
  const options = [
    { value: "", label: say("updates.fallback.none") },
    ...offered.map((code) => ({ value: code, label: languageOf(code).name })),
  ];
  return html`<fieldset class="field${errors.fallback ? " wrong" : ""}" id="f-fallback">
<legend>${say("updates.fallback.title")}</legend>
<p class="hint">${say("updates.fallback.hint")}</p>
${errors.fallback && html`<p class="error">${errors.fallback}</p>`}
<div class="row">${[0, 1, 2].map((index) => {
    const id = `f-fallback-${index}`;
    return html`<div class="field"><label for="${id}">${say("updates.fallback.position", {
      position: number(index + 1),
    })}</label><select id="${id}" name="fallback">${options.map(({ value, label }) =>
      option(value, label, value === (draft.fallback[index] ?? "")),
    )}</select></div>`;
  })}</div>
</fieldset>`;
}

function option(value: string, label: string, isSelected: boolean): Html {
  return isSelected
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`;
}
