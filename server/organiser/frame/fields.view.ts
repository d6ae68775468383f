import { html, raw } from "hono/html";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "./console-book.ts";
import type { Tool } from "./toolbar.view.ts";

/** What is wrong with a form: the name of a field, and a sentence that says what to do. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A field of one line, or of several when it has `rows`. */
export type Field = {
  name: string;
  /** Where several forms of a page have a field of that name. */
  id?: string | undefined;
  label: string;
  value?: string | undefined;
  hint?: string | undefined;
  error?: string | undefined;
  type?: "text" | "email" | "password" | "url" | "number" | "search" | "date" | "datetime-local" | undefined;
  rows?: number | undefined;
  isRequired?: boolean | undefined;
  maxLength?: number | undefined;
  autocomplete?: string | undefined;
  inputmode?: "numeric" | "text" | undefined;
  /** Language and direction of what is typed, if they differ from the page's. */
  lang?: { tag: string; direction: "ltr" | "rtl" } | undefined;
  /** Buttons that write into it. */
  tools?: readonly Tool[] | undefined;
  /** What is shown below the field. */
  below?: Html | undefined;
};

/** A label, its field and, below the label, the hint or what is wrong. */
export function field(given: Field): Html {
  const { name, label, hint, error, value = "", type = "text", rows } = given;
  const id = given.id ?? fieldId(name);
  const attributes = html`id="${id}" name="${name}"${describedBy(id, given)}${flags(given)}`;
  const control =
    rows === undefined
      ? html`<input type="${type}" ${attributes} value="${value}">`
      : // A line break right after the tag is dropped by browsers: this one, not one that was typed.
        html`<textarea rows="${rows}" ${attributes}>
${value}</textarea>`;
  return html`<div class="field${error ? " wrong" : ""}">
<label for="${id}">${label}</label>
${notes(id, { hint, error })}
${control}
${given.below}
</div>`;
}

/** A label and a list of choices. */
export function choiceField(
  given: Pick<Field, "name" | "label" | "value" | "hint" | "error" | "below"> & {
    options: readonly { value: string; label: string }[];
  },
): Html {
  const id = fieldId(given.name);
  return html`<div class="field${given.error ? " wrong" : ""}">
<label for="${id}">${given.label}</label>
${notes(id, given)}
<select id="${id}" name="${given.name}"${describedBy(id, given)}>${given.options.map(
    ({ value, label }) =>
      html`<option value="${value}"${value === given.value ? raw(" selected") : ""}>${label}</option>`,
  )}</select>
${given.below}
</div>`;
}

/** Radio buttons: one of several choices, all in view. */
export function radioField(given: {
  name: string;
  legend: string;
  value?: string | undefined;
  error?: string | undefined;
  below?: Html | undefined;
  options: readonly { value: string; label: string | Html; hint?: string | undefined }[];
}): Html {
  const id = fieldId(given.name);
  return html`<fieldset class="field${given.error ? " wrong" : ""}" id="${id}"${describedBy(id, given)}>
<legend>${given.legend}</legend>
${notes(id, { error: given.error })}
${given.options.map(({ value, label, hint }) => {
  const own = `${id}-${value}`;
  return html`<label class="choice" for="${own}"><input type="radio" id="${own}" name="${given.name}" value="${value}"${
    value === given.value ? raw(" checked") : ""
  }> <span>${label}${hint && html`<br><span class="hint">${hint}</span>`}</span></label>
`;
})}
${given.below}
</fieldset>`;
}

/** Hidden fields of a form, such as those of one that is submitted again. */
export function hiddenFields(fields: readonly (readonly [name: string, value: string])[]): Html {
  return html`${fields.map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">
`,
  )}`;
}

/** All that is wrong with a form, shown above it, each with a link to its field; nothing when all is well. */
export function errorSummary(book: ConsoleBook, errors: FieldErrors): Html | undefined {
  const all = Object.entries(errors);
  if (all.length === 0) return undefined;
  return html`<section class="trouble" role="alert" aria-labelledby="trouble-title">
<h2 id="trouble-title">${book.count("frame.errors", all.length)}</h2>
<ul>${all.map(([name, error]) => html`<li><a href="#${fieldId(name)}">${error}</a></li>`)}</ul>
</section>`;
}

/** The id of a field's element, for links that lead to it. */
export function fieldId(name: string): string {
  return `f-${name.replaceAll(/[^\w-]/g, "-")}`;
}

function describedBy(id: string, { hint, error }: { hint?: unknown; error?: unknown }): Html {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  if (ids === "") return html``;
  return html` aria-describedby="${ids}"${error ? raw(' aria-invalid="true"') : ""}`;
}

function notes(id: string, { hint, error }: { hint?: unknown; error?: unknown }): Html {
  return html`${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}${
    error && html`<p class="error" id="${id}-error">${error}</p>`
  }`;
}

function flags({ isRequired, maxLength, autocomplete, inputmode, lang, tools = [] }: Field): Html {
  const speech = lang && html` lang="${lang.tag}" dir="${lang.direction}"`;
  return html`${isRequired ? raw(" required") : ""}${maxLength ? html` maxlength="${maxLength}"` : ""}${
    autocomplete ? html` autocomplete="${autocomplete}"` : ""
  }${inputmode ? html` inputmode="${inputmode}"` : ""}${speech}${toolsOf(tools)}`;
}

/** Which buttons `toolbar.js` puts above a field. */
export function toolsOf(tools: readonly Tool[]): Html {
  return tools.length > 0 ? html` data-tools="${tools.join(" ")}"` : html``;
}
