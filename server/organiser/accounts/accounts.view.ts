import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { ListedAccount } from "#campaigns/accounts/list-accounts.ts";
import { rolesToGive } from "#campaigns/accounts/may-manage.ts";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import { languages } from "#campaigns/platform/languages/languages.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import { askOnce } from "../frame/ask-once.view.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, errorSummary, type FieldErrors, field, radioField } from "../frame/fields.view.ts";
import { organisationName } from "../organisations/organisation-name.ts";
import { isAllowed } from "../policies.ts";

/** What may just have been done to an account; each has its own message. */
export const oneDone = ["invited", "roleSaved", "invitedAgain", "lostDone", "ended"] as const;

type Looking = { account: Account; organisations: readonly Organisation[] };

/** The accounts within reach. */
export function accountsPage(
  book: ConsoleBook,
  { account, accounts, organisations }: Looking & { accounts: readonly ListedAccount[] },
): string {
  const { say } = book;
  const name = (key: string) => say(`accounts.list.${key}`);
  const title = name("title");
  const row = (each: ListedAccount) => html`<tr>
<th scope="row"><a href="${consoleUrls.accountOf(each.id)}">${each.name}</a><br><span
class="small soft">${each.email}</span></th>
<td data-name="${name("organisation")}">${organisationName(organisations, each.organisation)}</td>
<td data-name="${name("role")}">${say(`frame.role.${each.role}`)}</td>
<td data-name="${name("state")}"><span class="state">${say(`accounts.list.states.${each.state}`)}</span></td>
<td data-name="${name("second")}">${secondSteps(book, each)}</td>
<td data-name="${name("seen")}">${each.seenAt ? book.moment(each.seenAt) : name("never")}</td></tr>`;
  return consolePage(book, {
    title,
    section: "accounts",
    account,
    main: html`<div class="head"><h1>${title}</h1>
${
  isAllowed(account, "accounts.manage") &&
  html`<a class="button main"
href="${consoleUrls.invite}">${name("invite")}</a>`
}</div>
<table class="table stacks"><thead><tr>${["name", "organisation", "role", "state", "second", "seen"].map(
      (key) => html`<th scope="col">${name(key)}</th>`,
    )}</tr></thead>
<tbody>${accounts.map(row)}</tbody></table>`,
  });
}

/** The contents of the invitation form. */
export type InviteView = Looking & {
  typed?: Partial<Record<"name" | "email" | "organisation" | "role" | "locale", string>>;
  errors?: FieldErrors;
};

/** Whom to invite, and in which role. */
export function invitePage(
  book: ConsoleBook,
  { account, organisations, typed = {}, errors = {} }: InviteView,
): string {
  const { say } = book;
  const title = say("accounts.invite.title");
  const others = organisations.map(({ slug, name }) => ({ value: slug, label: name }));
  return consolePage(book, {
    title,
    section: "accounts",
    account,
    main: html`<p class="crumbs"><a href="${consoleUrls.accounts}">${say("accounts.list.title")}</a></p>
<div class="head"><h1>${title}</h1></div>
${errorSummary(book, errors)}
<p>${say("accounts.invite.lead")}</p>
<form class="form" method="post" action="${consoleUrls.invite}">
${field({
  name: "name",
  label: say("accounts.list.name"),
  value: typed.name,
  error: errors.name,
  isRequired: true,
  maxLength: 150,
})}
${field({
  name: "email",
  label: say("accounts.list.email"),
  type: "email",
  value: typed.email,
  error: errors.email,
  isRequired: true,
  maxLength: 254,
})}
${
  account.role === "secretariat" && others.length > 0
    ? choiceField({
        name: "organisation",
        label: say("accounts.invite.organisation"),
        value: typed.organisation ?? account.organisation,
        options: others,
        error: errors.organisation,
      })
    : ""
}
${roleChoice(book, account, typed.role ?? "organiser", errors.role)}
${choiceField({
  name: "locale",
  label: say("accounts.mine.language"),
  value: typed.locale ?? account.locale,
  options: languages.map(({ code, name }) => ({ value: code, label: name })),
})}
<div class="actions"><button class="main" type="submit">${say("accounts.invite.button")}</button></div>
</form>`,
  });
}

type OneView = Looking & { shown: ListedAccount; done?: (typeof oneDone)[number] | undefined };

/** One account, with the actions permitted on it. */
export function oneAccountPage(book: ConsoleBook, view: OneView): string {
  const { say } = book;
  const { account, shown, organisations, done } = view;
  const mayManage =
    isAllowed(account, "accounts.manage") &&
    rolesToGive(account).includes(shown.role) &&
    shown.state !== "ended";
  const fact = (key: string, value: string | Html) =>
    html`<div><dt>${say(`accounts.list.${key}`)}</dt><dd>${value}</dd></div>`;
  return consolePage(book, {
    title: shown.name,
    section: "accounts",
    account,
    notice: done && say(done === "invited" ? "accounts.invite.sent" : `accounts.one.${done}`),
    main: html`<p class="crumbs"><a href="${consoleUrls.accounts}">${say("accounts.list.title")}</a></p>
<div class="head"><h1>${shown.name}</h1></div>
<dl class="figures">
${fact("email", shown.email)}${fact(
  "organisation",
  organisationName(organisations, shown.organisation),
)}${fact("role", say(`frame.role.${shown.role}`))}
${fact("state", say(`accounts.list.states.${shown.state}`))}${fact("second", secondSteps(book, shown))}${fact(
  "seen",
  shown.seenAt ? book.moment(shown.seenAt) : say("accounts.list.never"),
)}
</dl>
${mayManage && management(book, account, shown)}`,
  });
}

function management(
  book: ConsoleBook,
  account: Account,
  { id, role, state, hasTotp, passkeys }: ListedAccount,
): Html {
  const { say } = book;
  const path = consoleUrls.accountOf(id);
  const act = (name: string, label: string, kind = "") =>
    html`<form class="actions" method="post" action="${path}/${name}">
<button class="${kind}" type="submit">${label}</button></form>`;
  return html`<section><form class="form" method="post" action="${path}/role">
${roleChoice(book, account, role)}
<div class="actions"><button type="submit">${say("accounts.one.changeRole")}</button></div></form></section>
${state === "invited" && html`<section>${act("invite-again", say("accounts.one.inviteAgain"))}</section>`}
${
  (hasTotp || passkeys > 0) &&
  html`<section><h2>${say("accounts.one.lost")}</h2><p>${say("accounts.one.lostLead")}</p>${act(
    "take-second-steps",
    say("accounts.one.lostButton"),
  )}</section>`
}
<section><h2>${say("accounts.one.end")}</h2><p>${say("accounts.one.endLead")}</p>${askOnce({
    label: say("accounts.one.endButton"),
    follows: say("accounts.one.endFollows"),
    act: act("end", say("accounts.one.endButton"), "grave"),
  })}</section>`;
}

function roleChoice({ say }: ConsoleBook, account: Account, value: string, error?: string): Html {
  return radioField({
    name: "role",
    legend: say("accounts.invite.role"),
    value,
    error,
    options: rolesToGive(account).map((role) => ({
      value: role,
      label: say(`frame.role.${role}`),
      hint: say(`accounts.invite.roleHint.${role}`),
    })),
  });
}

function secondSteps({ say, list }: ConsoleBook, { hasTotp, passkeys }: ListedAccount): string {
  const steps = [...(hasTotp ? ["codes"] : []), ...(passkeys > 0 ? ["passkey"] : [])];
  return steps.length > 0
    ? list(steps.map((step) => say(`accounts.list.${step}`)))
    : say("accounts.list.none");
}
