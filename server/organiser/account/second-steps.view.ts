import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Asked } from "#campaigns/accounts/passkeys.ts";
import { totpAddress } from "#campaigns/accounts/totp.ts";
import { qrCode } from "#server/page/qr.view.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary, field } from "../frame/fields.view.ts";
import { passkeyFields } from "../sign-in/sign-in.view.ts";

/** The secret to scan or type, and the field that proves the app has it. */
export function totpPage(
  book: ConsoleBook,
  view: { account: Account; secret: string; wrapped: string; isWrong: boolean },
): string {
  const { say } = book;
  const error = view.isWrong ? say("accounts.mine.totpWrong") : undefined;
  const title = say("accounts.mine.totpTitle");
  return consolePage(book, {
    title,
    section: "account",
    account: view.account,
    main: html`<div class="head"><h1>${title}</h1></div>
${errorSummary(book, error ? { code: error } : {})}
<p>${say("accounts.mine.totpScan")}</p>
${qrCode(totpAddress(view.secret, view.account.email), say("accounts.mine.totpQr"))}
<p>${say("accounts.mine.totpSecret")}<br><span class="mono">${view.secret
      .replaceAll(/(.{4})/g, "$1 ")
      .trim()}</span></p>
<form class="form" method="post" action="${consoleUrls.account}/totp">
<input type="hidden" name="secret" value="${view.wrapped}">
${field({
  name: "code",
  label: say("accounts.mine.totpCode"),
  error,
  isRequired: true,
  inputmode: "numeric",
  autocomplete: "one-time-code",
  maxLength: 10,
})}
<div class="actions"><button class="main" type="submit">${say("accounts.mine.totpConfirm")}</button>
<a href="${consoleUrls.account}">${say("accounts.mine.back")}</a></div>
</form>`,
  });
}

/** The recovery codes, shown only once. */
export function recoveryPage(
  book: ConsoleBook,
  view: { account: Account; codes: readonly string[] },
): string {
  const { say } = book;
  const title = say("accounts.mine.recoveryTitle");
  return consolePage(book, {
    title,
    section: "account",
    account: view.account,
    main: html`<div class="head"><h1>${title}</h1></div>
<p>${say("accounts.mine.recoveryLead")}</p>
<ol class="codes panel">${view.codes.map((code) => html`<li>${code}</li>`)}</ol>
<p><a href="${consoleUrls.account}">${say("accounts.mine.back")}</a></p>`,
  });
}

/** Asks the browser for a new passkey; says so when it can't have one. */
export function newPasskeyPage(
  book: ConsoleBook,
  view: { account: Account; asked: Asked | undefined; isWrong: boolean },
): string {
  const { say } = book;
  const title = say("accounts.passkey.new");
  const { asked } = view;
  return consolePage(book, {
    title,
    section: "account",
    account: view.account,
    scripts: ["passkey.js"],
    main: html`<div class="head"><h1>${title}</h1></div>
${errorSummary(book, view.isWrong ? { passkey: say("accounts.passkey.failed") } : {})}
${
  asked
    ? html`<p>${say("accounts.passkey.newLead")}</p>
<form class="form" id="f-passkey" method="post" action="${consoleUrls.account}/passkeys"
data-passkey="create" data-options="${JSON.stringify(asked.options)}">
${passkeyFields(book, asked.ticket, say("accounts.passkey.make"))}
</form>`
    : html`<p>${say("accounts.passkey.needsName")}</p>`
}
<p><a href="${consoleUrls.account}">${say("accounts.mine.back")}</a></p>`,
  });
}
