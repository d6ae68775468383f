import { html, raw } from "hono/html";
import type { KeptMail, Mail, MailPage } from "./mail-store.ts";
import { mailboxCss } from "./mailbox.css.ts";

type Html = ReturnType<typeof html>;

/** The page that lists mails, newest first. */
export function mailListPage({ mails, total, older }: MailPage): Html {
  const list = html`<ol class="mails">${mails.map(mailLine)}</ol>`;
  const empty = html`<p>No mail yet. Sign a petition, and the mail to confirm it appears here.</p>`;
  return page(
    "Mailbox",
    html`<h1>Mailbox</h1>
      <p class="quiet">${count(total)}
        <a class="back" href="/mailbox">Look again</a></p>
      ${mails.length === 0 ? empty : list}
      ${
        older &&
        html`<p><a class="back"
href="/mailbox?before=${encodeURIComponent(mails.at(-1)?.id ?? "")}">Older mails</a></p>`
      }`,
  );
}

/** The page of one mail: its HTML in a frame that permits only links, its text, its headers. */
export function mailPage(mail: Mail): Html {
  return page(
    mail.subject || "Mail without a subject",
    html`<p><a class="back" href="/mailbox">All mails</a></p>
      <h1 dir="auto">${mail.subject || "Mail without a subject"}</h1>
      <dl>
        <dt>From</dt><dd>${mail.from}</dd>
        <dt>To</dt><dd>${mail.to}</dd>
        <dt>Arrived</dt><dd>${time(mail.at)}</dd>
      </dl>
      ${mail.html ? htmlView(mail.html) : ""}
      <h2 id="text">Plain text</h2>
      <pre dir="auto" tabindex="0" role="region" aria-labelledby="text">${
        mail.text ? linked(mail.text) : "This mail has no plain text."
      }</pre>
      <details><summary>Headers</summary>
        <dl>${Object.entries(mail.headers).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
      </details>`,
  );
}

/** The page for a mail that is not stored, or no longer. */
export function noMailPage(): Html {
  return page(
    "No such mail",
    html`<h1>No such mail</h1>
      <p>Only the newest mails are kept. <a href="/mailbox">See which</a>.</p>`,
  );
}

function page(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Sheaf mailbox</title>
<style>${raw(mailboxCss)}</style>
</head>
<body>
<header><p>What Sheaf mails on this machine stays on this machine and can be read here.</p></header>
<main>${content}</main>
</body>
</html>`;
}

function count(mails: number): string {
  if (mails === 0) return "";
  return mails === 1 ? "One mail." : `${mails} mails, newest first.`;
}

function mailLine({ id, mail }: KeptMail): Html {
  return html`<li><a href="/mailbox?message=${encodeURIComponent(id)}">
    <span class="subject" dir="auto">${mail.subject || "Mail without a subject"}</span>
    <span class="quiet">to ${mail.to}</span>
    <span class="quiet">${time(mail.at)}</span></a></li>`;
}

function time(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 10)} ${at.slice(11, 19)} UTC</time>`;
}

function htmlView(mailHtml: string): Html {
  const sandbox = "allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox";
  return html`<h2>As HTML</h2>
    <iframe title="The mail as HTML" sandbox="${sandbox}" srcdoc="${leavingTheFrame(mailHtml)}"></iframe>`;
}

/** Links in the frame open in the whole window, as they would in a mail program. */
function leavingTheFrame(mailHtml: string): string {
  const base = '<base target="_top">';
  return /<head[^>]*>/i.test(mailHtml)
    ? mailHtml.replace(/<head[^>]*>/i, (head) => head + base)
    : base + mailHtml;
}

function linked(text: string): (string | Html)[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : part));
}
