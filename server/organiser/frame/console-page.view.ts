import { html, raw } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import { type AssetName, asset } from "#server/page/assets.ts";
import { type Html, toText } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import { isAllowed } from "../policies.ts";
import type { ConsoleBook } from "./console-book.ts";
import { type NavName, navGroups, shownItems } from "./navigation.ts";

/** A page for somebody signed in. */
export type ConsolePage = {
  title: string;
  /** The navigation item it belongs to, if any. */
  section?: NavName | undefined;
  account: Account;
  /**
   * The campaign that the page is about; one that is not published yet has no signatures, and no pages but its
   * drafts. Every page of one whose signatures are made up says so.
   */
  campaign?: { slug: string; name: string; isBegun?: boolean; isMadeUp: boolean } | undefined;
  main: Html;
  scripts?: readonly AssetName[];
  /** One sentence about what has just been done. */
  notice?: string | undefined;
};

/** The whole HTML document of a console page. */
export function consolePage(book: ConsoleBook, page: ConsolePage): string {
  return consoleDocument(book, {
    title: page.title,
    scripts: ["panels.js", ...(page.scripts ?? [])],
    body: html`<a class="skip" href="#main">${book.say("frame.skip")}</a>
${side(book, page)}
<main id="main" class="page" tabindex="-1">
${page.campaign?.isMadeUp && madeUpNote(book)}
${page.account.secondStepDue && stepNotice(book)}
${page.notice && html`<p class="notice" role="status">${page.notice}</p>`}
${page.main}
</main>`,
  });
}

function madeUpNote({ say }: ConsoleBook): Html {
  return html`<p class="made-up"><b>${say("frame.madeUp.title")}</b> ${say("frame.madeUp.text")}</p>`;
}

function stepNotice({ say }: ConsoleBook): Html {
  return html`<p class="notice">${say("accounts.secondStep.due")} <a
href="${consoleUrls.secondStep}">${say("accounts.secondStep.setUp")}</a></p>`;
}

/** A console page for somebody who is not signed in: one narrow column. */
export function outsidePage(
  book: ConsoleBook,
  page: { title: string; main: Html; scripts?: readonly AssetName[] },
): string {
  return consoleDocument(book, {
    title: page.title,
    scripts: page.scripts,
    body: html`<main id="main" class="outside">
<p class="wordmark">${mark}<span lang="en">Sheaf</span></p>
<h1>${page.title}</h1>
${page.main}
</main>`,
  });
}

function consoleDocument(
  book: ConsoleBook,
  { title, scripts, body }: { title: string; scripts?: readonly AssetName[] | undefined; body: Html },
): string {
  return toText(html`<!doctype html>
<html lang="${book.tag}" dir="${book.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Sheaf</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="${asset("mark.svg")}">
<link rel="stylesheet" href="${asset("console.css")}">
${(scripts ?? []).map((script) => html`<script type="module" src="${asset(script)}"></script>`)}
</head>
<body>
${body}
</body>
</html>
`);
}

/** Sheaf's own logo, as on the public pages. */
const mark = raw(
  '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2v20M8.6 2.8Q12 12.5 8 22M15.4 2.8Q12 12.5 16 22M5.2 4.8Q13 13 4.6 21M18.8 4.8Q11 13 19.4 21"/><path class="tie" d="M7.4 13.2h9.2"/></svg>',
);

/** The navigation; on a small screen it is folded behind one line, without a script too. */
function side(book: ConsoleBook, { section, account, campaign }: ConsolePage): Html {
  const { say } = book;
  const group = ({ name, items }: (typeof navGroups)[number]) => {
    const shown = shownItems(items, campaign, (policy) => isAllowed(account, policy));
    if (shown.length === 0) return "";
    const labelled = name === "start" ? "" : html` aria-labelledby="nav-${name}"`;
    return html`${name !== "start" && html`<h2 class="nav-title" id="nav-${name}">${say(`frame.group.${name}`)}</h2>`}
<ul class="nav-list"${labelled}>${shown.map((item) => {
      const current = item.name === section ? raw(' aria-current="page"') : "";
      return html`<li><a class="nav-link" href="${item.href}"${current}>${say(`frame.nav.${item.name}`)}</a></li>`;
    })}</ul>
`;
  };
  return html`<header class="side"><div>
<a class="wordmark" href="${consoleUrls.home}">${mark}<span lang="en">Sheaf</span></a>
<details class="fold"><summary aria-controls="side-menu">${say("frame.menu")}</summary></details>
<div class="side-menu" id="side-menu">
${campaign && html`<p class="about">${campaign.name}</p>`}
<nav class="side-nav" aria-label="${say("frame.navigation")}">
${navGroups.map(group)}</nav>
<form class="who" method="post" action="${consoleUrls.signOut}">
<p><b>${account.name}</b><br>${say(`frame.role.${account.role}`)}</p>
<button class="quiet" type="submit">${say("frame.signOut")}</button>
</form></div>
</div></header>`;
}
