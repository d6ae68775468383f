import { html, raw } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import { type Organisation, organisationKinds } from "#campaigns/organisations/organisation.ts";
import { longest } from "#campaigns/organisations/organisation-file.ts";
import { languages } from "#campaigns/platform/languages/languages.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { choiceField, type Field, type FieldErrors, field } from "../frame/fields.view.ts";
import { type FormValues, sourceCount } from "./organisation-form.ts";

/** A form about an organisation: its contents, what is wrong, and what somebody else has stored in the meantime. */
export type OrganisationForm = {
  account: Account;
  values: FormValues;
  errors: FieldErrors;
  /** For the fields that differ: what is stored now. */
  stored: Readonly<Record<string, string>>;
  organisations: readonly Organisation[];
  /** The organisation being edited; none when one is added. */
  slug?: string;
};

type Draw = (name: string, label: string, more?: Partial<Field>) => Html;

/** All fields, read-only where the account may not change them. */
export function organisationFields(book: ConsoleBook, form: OrganisationForm): Html {
  const draw: Draw = (name, label, more) =>
    field({
      name,
      label,
      value: form.values[name],
      error: form.errors[name],
      ...more,
      hint: hintOf(book, form, name, more?.hint),
    });
  const say = (key: string) => book.say(`organisations.form.${key}`);
  const hasWrongSignature = Object.keys(form.errors).some((name) => name.startsWith("sender-signature"));
  return html`${
    form.account.role === "secretariat"
      ? identity(book, form, draw)
      : html`<p class="hint">${say("fixed")}</p>`
  }
${draw("address", say("address"), { hint: say("addressHint"), rows: 3, maxLength: longest.address })}
${draw("website", say("website"), { hint: say("websiteHint"), type: "url", maxLength: longest.website })}
<fieldset class="field" id="mails"><legend>${say("sender")}</legend><div class="form">
<p class="hint">${say("senderHint")}</p>
${draw("sender-name", say("senderName"), { hint: say("senderNameHint"), maxLength: longest.name })}
${draw("sender-replyTo", say("replyTo"), { hint: say("replyToHint"), type: "email", maxLength: 254 })}
<details${hasWrongSignature ? raw(" open") : ""}><summary>${say("signature")}</summary>
<p class="hint">${say("signatureHint")}</p>
${languages.map(({ code, intl, direction, name }) =>
  draw(`sender-signature-${code}`, name, {
    rows: 3,
    maxLength: longest.signature,
    lang: { tag: intl, direction },
  }),
)}</details>
</div></fieldset>
<fieldset class="field"><legend>${say("about")}</legend><div class="form">
<p class="hint">${say("aboutHint")}</p>
${languages.map(({ code, intl, direction, name }) =>
  draw(`about-${code}`, name, { rows: 6, lang: { tag: intl, direction } }),
)}
</div></fieldset>
<fieldset class="field"><legend>${say("sources")}</legend><div class="form">
<p class="hint">${say("sourcesHint")}</p>
${Array.from({ length: sourceCount(form.values) }, (_, index) =>
  source(book, draw, index + 1, book.say("organisations.form.source", { number: book.number(index + 1) })),
)}
<details><summary>${say("newSource")}</summary>${source(
    book,
    draw,
    sourceCount(form.values) + 1,
    say("newSource"),
  )}</details>
</div></fieldset>`;
}

/** What is shown at a field: the hint, and what is stored now if that differs. */
function hintOf(
  book: ConsoleBook,
  { stored }: OrganisationForm,
  name: string,
  hint?: string,
): string | undefined {
  const now = stored[name];
  if (now === undefined) return hint;
  const value = now === "" ? book.say("organisations.changed.empty") : now;
  return book.say("organisations.changed.now", { value });
}

function identity(book: ConsoleBook, form: OrganisationForm, draw: Draw): Html {
  const say = (key: string) => book.say(`organisations.${key}`);
  const whole = form.organisations.filter(({ kind, slug }) => kind !== "office" && slug !== form.slug);
  const choose = (name: string, label: string, options: { value: string; label: string }[]) =>
    choiceField({
      name,
      label,
      value: form.values[name],
      error: form.errors[name],
      hint: hintOf(book, form, name),
      options,
    });
  return html`${
    form.slug === undefined &&
    draw("slug", say("form.slug"), { hint: say("form.slugHint"), maxLength: 80, isRequired: true })
  }
${draw("name", say("name"), { hint: say("form.nameHint"), maxLength: longest.name, isRequired: true })}
<div class="row">
${choose(
  "kind",
  say("kind"),
  organisationKinds.map((kind) => ({ value: kind, label: say(`kinds.${kind}`) })),
)}
${choose("parent", say("form.parent"), [
  { value: "", label: say("form.noParent") },
  ...whole.map(({ slug, name }) => ({ value: slug, label: name })),
])}
</div>
${draw("countries", say("countries"), { hint: say("form.countriesHint"), isRequired: true })}`;
}

function source(book: ConsoleBook, draw: Draw, number: number, legend: string): Html {
  const say = (key: string) => book.say(`organisations.form.${key}`);
  const name = (part: string) => `source-${number}-${part}`;
  return html`<fieldset class="field"><legend>${legend}</legend><div class="form">
${draw(name("title"), say("sourceTitle"), { maxLength: 200 })}
<div class="row">${draw(name("section"), say("section"), { maxLength: 200 })}${draw(
    name("document"),
    say("document"),
    { maxLength: 200 },
  )}</div>
<div class="row">${draw(name("language"), say("language"), {
    maxLength: 35,
  })}${draw(name("readAt"), say("readAt"), { type: "date" })}</div>
${draw(name("credit"), say("credit"), { rows: 2, maxLength: 600 })}
${draw(name("claims"), say("claims"), { rows: 4 })}
</div></fieldset>`;
}
