import { html } from "hono/html";
import type { ConsoleBook } from "../frame/console-book.ts";
import { outsidePage } from "../frame/console-page.view.ts";
import { errorSummary, field } from "../frame/fields.view.ts";

/** What the page of the sign-in shows. */
export type SignInView = {
  to: string;
  email?: string;
  /** Why the last try was refused. */
  error?: string;
};

/** Address and password. */
export function signInPage(book: ConsoleBook, { to, email, error }: SignInView): string {
  const { say } = book;
  return outsidePage(book, {
    title: say("accounts.signIn.title"),
    main: html`${errorSummary(book, error ? { email: error } : {})}
<form class="form" method="post" action="/organiser/sign-in">
<input type="hidden" name="to" value="${to}">
${field({ name: "email", label: say("accounts.signIn.email"), type: "email", value: email, isRequired: true, autocomplete: "username", maxLength: 254, error })}
${field({ name: "password", label: say("accounts.signIn.password"), type: "password", isRequired: true, autocomplete: "current-password", maxLength: 200 })}
<div class="actions"><button class="main" type="submit">${say("accounts.signIn.button")}</button></div>
</form>`,
  });
}
