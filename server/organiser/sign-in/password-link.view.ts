import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { PasswordProblem } from "#campaigns/accounts/check-new-password.ts";
import type { PasswordPurpose } from "#campaigns/accounts/choose-password.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { outsidePage } from "../frame/console-page.view.ts";
import { errorSummary, field } from "../frame/fields.view.ts";

type ChoosingView = { purpose: PasswordPurpose; token: string; account: Account; problem?: PasswordProblem };

/** The page behind the link of an invitation or a reset. */
export function choosePasswordPage(book: ConsoleBook, view: ChoosingView): string {
  const { say } = book;
  const error = view.problem && say(`accounts.password.${view.problem}`);
  return outsidePage(book, {
    title: say(`accounts.choose.${view.purpose}`),
    main: html`${errorSummary(book, error ? { password: error } : {})}
<p>${say("accounts.choose.lead", { name: view.account.name })}</p>
<form class="form" method="post" action="${consoleUrls.passwordLink(view.purpose, view.token)}">
<input class="unseen" type="email" name="" value="${view.account.email}"
autocomplete="username" readonly tabindex="-1" aria-hidden="true">
${newPasswordField(book, error)}
<div class="actions"><button class="main" type="submit">${say("accounts.choose.button")}</button></div>
</form>`,
  });
}

/** A new password, with its requirements. */
export function newPasswordField({ say }: ConsoleBook, error?: string) {
  return field({
    name: "password",
    label: say("accounts.password.new"),
    hint: say("accounts.password.hint"),
    type: "password",
    autocomplete: "new-password",
    isRequired: true,
    maxLength: 200,
    error,
  });
}

/** Asks for the address to send a link to. */
export function forgottenPage(
  book: ConsoleBook,
  { email, error }: { email?: string; error?: string } = {},
): string {
  const { say } = book;
  return outsidePage(book, {
    title: say("accounts.forgotten.title"),
    main: html`${errorSummary(book, error ? { email: error } : {})}
<p>${say("accounts.forgotten.lead")}</p>
<form class="form" method="post" action="${consoleUrls.forgotten}">
${field({
  name: "email",
  label: say("accounts.signIn.email"),
  type: "email",
  value: email,
  isRequired: true,
  autocomplete: "username",
  maxLength: 254,
  error,
})}
<div class="actions"><button class="main" type="submit">${say("accounts.forgotten.button")}</button>
<a href="${consoleUrls.signIn}">${say("accounts.signIn.title")}</a></div>
</form>`,
  });
}

/** The same for everybody, whether or not the address has an account. */
export function forgottenSentPage(book: ConsoleBook): string {
  const { say } = book;
  return outsidePage(book, {
    title: say("accounts.forgotten.sent"),
    main: html`<p>${say("accounts.forgotten.sentLead")}</p>
<p><a href="${consoleUrls.signIn}">${say("accounts.signIn.title")}</a></p>`,
  });
}
