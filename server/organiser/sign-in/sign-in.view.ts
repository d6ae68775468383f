import { html } from "hono/html";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { outsidePage } from "../frame/console-page.view.ts";
import { errorSummary, field, hiddenFields } from "../frame/fields.view.ts";
import type { KeptForm } from "./kept-form.ts";

/** Where a sign-in leads: a page, or a form that was sent too late. */
export type Onward = { to: string; kept?: string | undefined };

/** The contents of the sign-in page. */
export type SignInView = Onward & {
  email?: string | undefined;
  /** Why the last attempt was refused. */
  error?: string | undefined;
  /** Somebody is signed in, and asked to confirm it. */
  isAgain?: boolean | undefined;
  /** A session has expired. */
  isOver?: boolean | undefined;
  notice?: string | undefined;
};

/** Address and password, or a passkey. */
export function signInPage(book: ConsoleBook, view: SignInView): string {
  const { say } = book;
  const { email, error, isAgain } = view;
  return outsidePage(book, {
    title: say(isAgain ? "accounts.again.title" : "accounts.signIn.title"),
    main: html`${view.notice && html`<p class="notice" role="status">${view.notice}</p>`}
${errorSummary(book, error ? { email: error } : {})}
${isAgain && html`<p>${say("accounts.again.lead")}</p>`}
${view.isOver && html`<p>${say("accounts.signIn.over")}</p>`}
${view.kept && html`<p>${say("accounts.signIn.kept")}</p>`}
<form class="form" method="post" action="${consoleUrls.signIn}">
${onward(view)}
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
${field({
  name: "password",
  label: say("accounts.signIn.password"),
  type: "password",
  isRequired: true,
  autocomplete: "current-password",
  maxLength: 200,
})}
<div class="actions"><button class="main" type="submit">${say("accounts.signIn.button")}</button></div>
</form>
<form class="form" method="post" action="${consoleUrls.signIn}/passkey/ask">
${onward(view)}
<div class="actions"><button type="submit">${say("accounts.passkey.signIn")}</button></div>
</form>
${!isAgain && html`<p><a href="${consoleUrls.forgotten}">${say("accounts.forgotten.link")}</a></p>`}`,
  });
}

/** The second step: a code from the app, or a recovery code. */
export function codePage(
  book: ConsoleBook,
  view: Onward & { ticket: string; error?: string | undefined },
): string {
  const { say } = book;
  return outsidePage(book, {
    title: say("accounts.code.title"),
    main: html`${errorSummary(book, view.error ? { code: view.error } : {})}
<form class="form" method="post" action="${consoleUrls.signIn}/code">
${onward(view)}
<input type="hidden" name="ticket" value="${view.ticket}">
${field({
  name: "code",
  label: say("accounts.code.label"),
  hint: say("accounts.code.hint"),
  error: view.error,
  isRequired: true,
  autocomplete: "one-time-code",
  maxLength: 40,
})}
<div class="actions"><button class="main" type="submit">${say("accounts.signIn.button")}</button></div>
</form>`,
  });
}

/** Asks the browser for a passkey; without JavaScript that is impossible, and the page says so. */
export function passkeyPage(
  book: ConsoleBook,
  view: Onward & { ticket: string; options: object; error?: string | undefined },
): string {
  const { say } = book;
  return outsidePage(book, {
    title: say("accounts.passkey.signIn"),
    scripts: ["passkey.js"],
    main: html`${errorSummary(book, view.error ? { passkey: view.error } : {})}
<form class="form" id="f-passkey" method="post" action="${consoleUrls.signIn}/passkey"
data-passkey="get" data-options="${JSON.stringify(view.options)}">
${onward(view)}
${passkeyFields(book, view.ticket, say("accounts.passkey.use"))}
</form>
<p><a href="${consoleUrls.signIn}">${say("accounts.passkey.instead")}</a></p>`,
  });
}

/** The fields of a form that asks for a passkey; `passkey.js` fills in the answer. */
export function passkeyFields({ say }: ConsoleBook, ticket: string, button: string): Html {
  return html`<input type="hidden" name="ticket" value="${ticket}">
<input type="hidden" name="answer" value="">
<p class="error" data-trouble role="alert" hidden>${say("accounts.passkey.failed")}</p>
<noscript><p class="error">${say("accounts.passkey.needsScript")}</p></noscript>
<div class="actions"><button class="main" type="submit">${button}</button></div>`;
}

/** The form that was sent too late, with everything typed, to be submitted again with one button. */
export function sendAgainPage(book: ConsoleBook, { url, fields }: KeptForm): string {
  const { say } = book;
  return outsidePage(book, {
    title: say("accounts.sendAgain.title"),
    main: html`<p>${say("accounts.sendAgain.lead")}</p>
<form class="form" method="post" action="${url}">
${hiddenFields(fields)}
<div class="actions"><button class="main" type="submit">${say("accounts.sendAgain.button")}</button>
<a href="${consoleUrls.home}">${say("accounts.sendAgain.leave")}</a></div>
</form>`,
  });
}

function onward({ to, kept }: Onward): Html {
  return html`<input type="hidden" name="to" value="${to}">${
    kept &&
    html`
<input type="hidden" name="kept" value="${kept}">`
  }`;
}
