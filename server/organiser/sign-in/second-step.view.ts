import { html } from "hono/html";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { outsidePage } from "../frame/console-page.view.ts";

/** Says why a second step is needed and how to set one up; while it is only due there is a way on without. */
export function secondStepPage(book: ConsoleBook, { isDue }: { isDue: boolean }): string {
  const { say } = book;
  return outsidePage(book, {
    title: say("accounts.secondStep.title"),
    main: html`<p>${say("accounts.secondStep.lead")}</p>
<h2>${say("accounts.secondStep.codes")}</h2>
<p>${say("accounts.secondStep.codesLead")}</p>
<form class="form" method="post" action="${consoleUrls.account}/totp/ask">
<div class="actions"><button class="main" type="submit">${say("accounts.mine.totpBegin")}</button></div>
</form>
<h2>${say("accounts.secondStep.passkey")}</h2>
<p>${say("accounts.passkey.newLead")}</p>
<form class="form" method="post" action="${consoleUrls.account}/passkeys/ask">
<div class="actions"><button type="submit">${say("accounts.passkey.new")}</button></div>
</form>
${isDue && html`<p><a href="${consoleUrls.home}">${say("accounts.secondStep.later")}</a></p>`}
<form class="form" method="post" action="${consoleUrls.signOut}">
<div class="actions"><button class="quiet" type="submit">${say("frame.signOut")}</button></div>
</form>`,
  });
}
