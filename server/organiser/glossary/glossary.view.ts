import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { operatorTerms, organiserTerms, type Term } from "./terms.ts";

/** The page of words: those of organisers first, then those that only operators meet. */
export function glossaryPage(book: ConsoleBook, account: Account): string {
  const { say } = book;
  const title = say("glossary.title");
  return consolePage(book, {
    title,
    section: "glossary",
    account,
    main: html`<div class="head"><h1>${title}</h1></div>
<section aria-labelledby="h-organisers"><h2 id="h-organisers">${say("glossary.organisers")}</h2>
${list(book, organiserTerms)}</section>
<section aria-labelledby="h-operators"><h2 id="h-operators">${say("glossary.operators")}</h2>
<p class="soft">${say("glossary.operatorsLead")}</p>
${list(book, operatorTerms)}</section>`,
  });
}

function list({ say }: ConsoleBook, terms: readonly Term[]): Html {
  return html`<dl class="glossary">${terms.map(
    (term) => html`<div id="${term}"><dt>${say(`glossary.${term}.word`)}</dt>
<dd>${say(`glossary.${term}.means`)}</dd></div>
`,
  )}</dl>`;
}
