import { html } from "hono/html";
import type { Types } from "mongoose";
import type { Account } from "#campaigns/access/account.ts";
import type { StoredAccount } from "#campaigns/accounts/account.model.ts";
import type { Session } from "#campaigns/accounts/session.model.ts";
import { languages } from "#campaigns/platform/languages/languages.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, errorSummary, type FieldErrors, field } from "../frame/fields.view.ts";
import { newPasswordField } from "../sign-in/password-link.view.ts";

/** What may just have been done to the account; each has its own message. */
export const doneNotices = [
  "saved",
  "addressAsked",
  "passwordSaved",
  "totpSaved",
  "totpRemoved",
  "passkeyAdded",
  "passkeyRemoved",
  "sessionEnded",
  "sessionsEnded",
] as const;

type AccountView = {
  account: Account;
  organisation: string;
  stored: StoredAccount;
  sessions: readonly Session[];
  /** The session viewing the page. */
  current: Types.ObjectId | undefined;
  done?: (typeof doneNotices)[number] | undefined;
  errors?: FieldErrors;
  typed?: { name?: string; email?: string };
};

/** The page of the signed-in account. */
export function accountPage(book: ConsoleBook, view: AccountView): string {
  const { say } = book;
  const { account, errors = {} } = view;
  const title = say("accounts.mine.title");
  return consolePage(book, {
    title,
    section: "account",
    account,
    notice: view.done && say(`accounts.mine.${view.done}`),
    main: html`<div class="head"><h1>${title}</h1></div>
${errorSummary(book, errors)}
<p class="soft">${account.email} · ${view.organisation} · ${say(`frame.role.${account.role}`)}</p>
<div class="columns">
${personForm(book, view)}
<section><h2>${say("accounts.mine.email")}</h2>
<form class="form" method="post" action="${consoleUrls.account}/address">
${field({
  name: "email",
  label: say("accounts.address.new"),
  hint: say("accounts.address.hint"),
  type: "email",
  value: view.typed?.email,
  error: errors.email,
  isRequired: true,
  autocomplete: "email",
  maxLength: 254,
})}
<div class="actions"><button type="submit">${say("accounts.address.change")}</button></div>
</form></section>
<section><h2>${say("accounts.mine.password")}</h2>
<form class="form" method="post" action="${consoleUrls.account}/password">
${newPasswordField(book, errors.password)}
<div class="actions"><button type="submit">${say("accounts.mine.passwordButton")}</button></div>
</form></section>
${codes(book, view.stored)}
${passkeys(book, view.stored)}
</div>
${sessions(book, view)}`,
  });
}

function personForm({ say }: ConsoleBook, { account, errors = {}, typed }: AccountView): Html {
  const options = languages.map(({ code, name }) => ({ value: code, label: name }));
  return html`<section><h2>${say("accounts.mine.person")}</h2>
<form class="form" method="post" action="${consoleUrls.account}/person">
${field({
  name: "name",
  label: say("accounts.mine.name"),
  value: typed?.name ?? account.name,
  error: errors.name,
  isRequired: true,
  autocomplete: "name",
  maxLength: 150,
})}
${choiceField({ name: "locale", label: say("accounts.mine.language"), value: account.locale, options })}
<div class="actions"><button type="submit">${say("accounts.mine.save")}</button></div>
</form></section>`;
}

function codes(book: ConsoleBook, { totp, recovery }: StoredAccount): Html {
  const { say } = book;
  const left = recovery.length;
  return html`<section><h2>${say("accounts.mine.totp")}</h2>
${
  totp
    ? html`<p>${say("accounts.mine.totpOn", { day: book.day(totp.at) })}</p>
${button(`${consoleUrls.account}/totp/remove`, say("accounts.mine.totpRemove"))}
<h3>${say("accounts.mine.recovery")}</h3>
<p>${left > 0 ? book.count("accounts.mine.recoveryLeft", left) : say("accounts.mine.recoveryNone")}</p>
${button(`${consoleUrls.account}/recovery`, say("accounts.mine.recoveryRenew"))}`
    : html`<p>${say("accounts.mine.totpOff")}</p>
${button(`${consoleUrls.account}/totp/ask`, say("accounts.mine.totpBegin"))}`
}
</section>`;
}

function passkeys(book: ConsoleBook, { passkeys: all }: StoredAccount): Html {
  const { say, day } = book;
  const items = all.map(
    ({ id, madeWith, at, usedAt }) => html`<li>
<p>${say("accounts.mine.passkeyMade", { browser: madeWith, day: day(at) })}${
      usedAt && html`, ${say("accounts.mine.passkeyUsed", { day: day(usedAt) })}`
    }</p>
<form method="post" action="${consoleUrls.account}/passkeys/remove"><input type="hidden" name="passkey" value="${id}">
<button class="quiet" type="submit">${say("accounts.mine.passkeyRemove")}</button></form></li>`,
  );
  return html`<section><h2>${say("accounts.mine.passkeys")}</h2>
${all.length > 0 ? html`<ul>${items}</ul>` : html`<p>${say("accounts.mine.passkeysNone")}</p>`}
${button(`${consoleUrls.account}/passkeys/ask`, say("accounts.passkey.new"))}
</section>`;
}

function sessions(book: ConsoleBook, { sessions: all, current }: AccountView): Html {
  const { say, moment } = book;
  const name = (key: string) => say(`accounts.mine.${key}`);
  const row = ({ _id, browser, from, at, seenAt }: Session) => {
    const isHere = current?.equals(_id);
    const end = `${consoleUrls.account}/sessions/${_id.toHexString()}/end`;
    return html`<tr><th scope="row">${browser}${isHere && html` <span class="state">${name("here")}</span>`}</th>
<td class="mono" data-name="${name("network")}">${from}</td>
<td data-name="${name("since")}">${moment(at)}</td><td data-name="${name("seen")}">${moment(seenAt)}</td>
<td>${
      !isHere &&
      html`<form method="post" action="${end}">
<button class="quiet" type="submit" aria-label="${name("end")}: ${browser}">${name("end")}</button></form>`
    }</td></tr>`;
  };
  return html`<section aria-labelledby="sessions"><h2 id="sessions">${name("sessions")}</h2>
<table class="table stacks"><thead><tr><th scope="col">${name("browser")}</th><th scope="col">${name("network")}</th>
<th scope="col">${name("since")}</th><th scope="col">${name("seen")}</th><td></td></tr></thead>
<tbody>${all.map(row)}</tbody></table>
${all.length > 1 && button(`${consoleUrls.account}/sessions/end`, name("endOthers"))}
</section>`;
}

function button(action: string, label: string): Html {
  return html`<form class="actions" method="post" action="${action}"><button type="submit">${label}</button></form>`;
}
