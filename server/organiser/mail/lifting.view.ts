import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import { mostLifted } from "#campaigns/mail/suppression/lift-suppressions.ts";
import { liftingReasons } from "#campaigns/mail/suppression/suppression.model.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary, type FieldErrors, field, hiddenFields, radioField } from "../frame/fields.view.ts";

/** What was asked for, as it was typed, and how many addresses that are. */
export type Lifting = {
  asked: Readonly<Record<"status" | "domain" | "from" | "to", string>>;
  errors: FieldErrors;
  counted?: number | undefined;
  /** They were others when it was to be done. */
  isChanged?: boolean;
};

const path = consoleUrls.lifting;

/** The page that lifts many suppressions: which, how many, and only then the button. */
export function drawLifting(book: ConsoleBook, account: Account, lifting: Lifting): string {
  const { say } = book;
  const { asked, errors, counted } = lifting;
  const title = say("mail.lifting.title");
  const main = html`<p class="crumbs"><a href="${consoleUrls.mail}">${say("mail.title")}</a></p>
<h1>${title}</h1>
<p class="soft">${say("mail.lifting.about")}</p>
${errorSummary(book, errors)}
<form class="form" method="post" action="${path}">
${field({
  name: "status",
  label: say("mail.lifting.status"),
  hint: say("mail.lifting.statusHint"),
  value: asked.status,
  error: errors.status,
  maxLength: 12,
})}
${field({
  name: "domain",
  label: say("mail.lifting.domain"),
  hint: say("mail.lifting.domainHint"),
  value: asked.domain,
  error: errors.domain,
  maxLength: 255,
  autocomplete: "off",
})}
${field({
  name: "from",
  type: "date",
  label: say("mail.lifting.from"),
  value: asked.from,
  error: errors.from,
  isRequired: true,
})}
${field({
  name: "to",
  type: "date",
  label: say("mail.lifting.to"),
  value: asked.to,
  error: errors.to,
  isRequired: true,
})}
<div class="actions"><button class="main" type="submit">${say("mail.lifting.count")}</button></div>
</form>
${counted !== undefined && drawCounted(book, { ...lifting, counted })}`;
  return consolePage(book, { title, section: "mail", account, main });
}

function drawCounted(book: ConsoleBook, { asked, counted, isChanged }: Lifting & { counted: number }): Html {
  const { say, number } = book;
  if (counted === 0) return html`<p class="notice" role="status">${say("mail.lifting.none")}</p>`;
  if (counted > mostLifted)
    return html`<p class="notice" role="status">${say("mail.lifting.many", { most: number(mostLifted) })}</p>`;
  return html`<section class="needs" aria-labelledby="counted"><h2 id="counted"><span role="status">${say(
    "mail.lifting.counted",
    { number: number(counted) },
  )}</span></h2>
${isChanged && html`<p>${say("mail.lifting.changed")}</p>`}
<form class="form" method="post" action="${path}/lift">${hiddenFields([
    ...Object.entries(asked),
    ["counted", String(counted)],
  ])}
${radioField({
  name: "why",
  legend: say("mail.lift.why"),
  value: "mistake",
  options: liftingReasons.map((value) => ({ value, label: say(`mail.lift.${value}`) })),
})}
<div class="actions"><button class="grave" type="submit">${say("mail.lift.button")}</button></div></form></section>`;
}
