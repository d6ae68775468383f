import { html } from "hono/html";
import { Type } from "typebox";
import { markOf } from "#campaigns/petitions/drafts/passages.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";

/** What somebody else has saved while a form was filled in: by field, where it is not what the form holds. */
export type Theirs = Readonly<Record<string, string>>;

const fieldName = Type.String({ maxLength: 40 });

/** Names of fields in which somebody keeps what the other has saved: part of a form's schema. */
export const keepField = Type.Optional(Type.Union([fieldName, Type.Array(fieldName, { maxItems: 20 })]));

/** A form with what stands there in place of what was typed, wherever its sender chose to keep that. */
export function withTheirs<Form extends object>(
  sent: Form,
  standing: Form,
  keep: string | string[] = [],
): Form {
  const kept = Object.entries(standing).filter(([name]) => [keep].flat().includes(name));
  return { ...sent, ...Object.fromEntries(kept) };
}

/** What the second of two has to be shown; null when they wrote the same. */
export function findTheirs(sent: Theirs, standing: Theirs): Theirs | null {
  const others = Object.entries(standing).filter(
    ([name, value]) => markOf(value) !== markOf(sent[name] ?? ""),
  );
  return others.length > 0 ? Object.fromEntries(others) : null;
}

/** Tells the second of two that they were overtaken. */
export function overtakenNote({ say }: ConsoleBook, theirs: Theirs | undefined): Html | undefined {
  return (
    theirs && html`<section class="trouble" role="alert"><p>${say("campaigns.edit.overtaken")}</p></section>`
  );
}

/** What the other has saved, below the field of who comes second, and a box to keep it. */
export function theirsBelow(
  { say }: ConsoleBook,
  {
    text,
    label = say("campaigns.edit.theirsNow"),
    speech = html` dir="auto"`,
    box,
  }: { text: string; label?: string; speech?: Html; box: { name: string; value: string } },
): Html {
  return html`<div class="theirs"><p class="hint">${label}</p><p class="text"${speech}>${text}</p><label class="choice"><input type="checkbox" name="${box.name}" value="${box.value}"> <span>${say("campaigns.edit.keepTheirs")}</span></label></div>`;
}

/** The same, for a form whose fields are few: nothing below a field in which both agree. */
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
