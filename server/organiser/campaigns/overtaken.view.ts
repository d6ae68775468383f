import { html } from "hono/html";
import { Type } from "typebox";
import { markOf } from "#campaigns/petitions/drafts/passages.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";

/** What somebody else saved while a form was being filled in: by field, where it differs from the form. */
export type Theirs = Readonly<Record<string, string>>;

const fieldName = Type.String({ maxLength: 40 });

/** Names of fields where the other person's text is kept: part of a form's schema. */
export const keepField = Type.Optional(Type.Union([fieldName, Type.Array(fieldName, { maxItems: 20 })]));

/** A form with the stored values instead of the typed ones, in fields where its sender chose to keep those. */
export function withTheirs<Form extends object>(
  sent: Form,
  standing: Form,
  keep: string | string[] = [],
): Form {
  const kept = Object.entries(standing).filter(([name]) => [keep].flat().includes(name));
  return { ...sent, ...Object.fromEntries(kept) };
}

/** What to show the second of two editors; null when both wrote the same. */
export function findTheirs(sent: Theirs, standing: Theirs): Theirs | null {
  const others = Object.entries(standing).filter(
    ([name, value]) => markOf(value) !== markOf(sent[name] ?? ""),
  );
  return others.length > 0 ? Object.fromEntries(others) : null;
}

/** Tells the second of two editors that they were overtaken. */
export function overtakenNote({ say }: ConsoleBook, theirs: Theirs | undefined): Html | undefined {
  return (
    theirs && html`<section class="trouble" role="alert"><p>${say("campaigns.edit.overtaken")}</p></section>`
  );
}

/** What the other person saved, below the second editor's field, with a box to keep it. */
export function theirsBelow(
  { say }: ConsoleBook,
  {
    text,
    label = say("campaigns.edit.theirsNow"),
    speech = html` dir="auto"`,
    box,
  }: { text: string; label?: string; speech?: Html; box: { name: string; value: string } },
): Html {
  return html`<div class="theirs"><p class="hint">${label}</p><p class="text"${speech}>${text}</p>
<label class="choice"><input type="checkbox" name="${box.name}"
value="${box.value}"> <span>${say("campaigns.edit.keepTheirs")}</span></label></div>`;
}

/** The same, for a form with few fields: nothing below a field where both agree. */
export function theirsOf(
  book: ConsoleBook,
  theirs: Theirs | undefined,
  name: string,
  show: (value: string) => string = (value) => value,
): Html | undefined {
  const text = theirs?.[name];
  return text === undefined
    ? undefined
    : theirsBelow(book, { text: show(text), box: { name: "keep", value: name } });
}
