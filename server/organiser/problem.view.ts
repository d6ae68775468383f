import type { FastifyRequest } from "fastify";
import { html } from "hono/html";
import { notFound } from "#campaigns/platform/errors.ts";
import type { Html } from "#server/page/html.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { consoleUrls } from "./console-urls.ts";
import type { ConsoleBook } from "./frame/console-book.ts";
import { consolePage, outsidePage } from "./frame/console-page.view.ts";
import { field, hiddenFields } from "./frame/fields.view.ts";
import { bookOf } from "./sign-in/ask.ts";
import { type KeptForm, sentFields } from "./sign-in/kept-form.ts";
import { safeTarget } from "./sign-in/safe-target.ts";

/** Problems with their own wording, by code; others are described by their status. */
const byCode: Readonly<Record<string, string>> = {
  "draft-changed": "changed",
  "foreign-form": "foreign",
  "link-expired": "linkOver",
  "link-unknown": "linkUnknown",
  "second-person": "secondPerson",
  "storage-full": "full",
  "update-moved": "changed",
};

const byStatus: Readonly<Record<number, string>> = {
  403: "notAllowed",
  404: "notFound",
  409: "notNow",
  410: "gone",
  413: "tooLarge",
  429: "tooMany",
  503: "away",
};

/** Rules for accounts, each with its own sentence. */
const accountRules = [
  "account-accepted",
  "account-last",
  "account-misplaced",
  "account-taken",
  "organisation-ended",
];

/** Problems described in the same words as on the public pages. */
const usual = [
  "away",
  "foreign",
  "full",
  "linkUnknown",
  "notFound",
  "ours",
  "refused",
  "tooLarge",
  "tooMany",
];

/** For console addresses where there is nothing. */
export async function nothingHere(): Promise<never> {
  throw notFound();
}

/**
 * The page for a failure in the console, used by the plugin `errors`. It shows what was typed, and a form that may
 * be accepted a moment later comes back completely: its contents come from this very request, so nothing has to be
 * read.
 */
export function drawConsoleProblem(
  request: FastifyRequest,
  { status, code }: { status: number; code: string },
): string {
  const book = bookOf(request);
  const kind = byCode[code] ?? byStatus[status] ?? (status < 500 ? "refused" : "ours");
  const say = (part: "title" | "text") =>
    usual.includes(kind)
      ? phrasebook(book.locale).say(`failure.${kind}.${part}`)
      : book.say(`frame.problem.${kind}.${part}`);
  const title = say("title");
  const text = accountRules.includes(code) ? book.say(`accounts.refused.${code}`) : say("text");
  const fields = status === 403 ? undefined : fieldsToKeep(request);
  const main = html`<div class="told"><p>${text}</p>
${fields && (status === 503 || status === 429) && formAgain(book, request.url, fields)}
${fields && typedList(book, fields)}
${wayBack(book, request)}</div>`;
  if (!request.signedIn) return outsidePage(book, { title, main });
  const { account } = request.signedIn;
  return consolePage(book, { title, account, main: html`<div class="head"><h1>${title}</h1></div>${main}` });
}

/** Forms that only make sense on their own page are restarted there, with whatever codes belong to them. */
const begunAnew = ["ticket", "answer", "secret"];

/** What a form contained without being typed. */
const unwritten = /^(?:was|keep|revision|to|kept)(?:\.|$)/;

function fieldsToKeep(request: FastifyRequest): KeptForm["fields"] | undefined {
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return undefined;
  const fields = sentFields(request);
  return fields?.some(([name]) => begunAnew.includes(name)) ? undefined : fields;
}

function formAgain(book: ConsoleBook, url: string, fields: KeptForm["fields"]): Html {
  const { say } = book;
  const kept = fields.filter(([name]) => name !== "password");
  return html`<p>${say("frame.problem.kept")}</p>
<form class="form" method="post" action="${url}">
${hiddenFields(kept)}
${
  kept.length < fields.length &&
  field({
    name: "password",
    label: say("frame.problem.password"),
    type: "password",
    isRequired: true,
    autocomplete: "off",
  })
}
<div class="actions"><button class="main" type="submit">${say("frame.problem.again")}</button></div>
</form>`;
}

function typedList({ say }: ConsoleBook, fields: KeptForm["fields"]): Html | undefined {
  const typed = fields.filter(
    ([name, value]) => name !== "password" && !unwritten.test(name) && value.trim() !== "",
  );
  if (typed.length === 0) return undefined;
  return html`<details><summary>${say("frame.problem.typed")}</summary>${typed.map(
    ([, value]) => html`<p class="text theirs" dir="auto">${value}</p>`,
  )}</details>`;
}

/** To the previous page if it was one of the console's, otherwise to the start. */
function wayBack({ say }: ConsoleBook, { headers, host, method, url }: FastifyRequest): Html {
  const from = URL.parse(headers.referer ?? "");
  const before = from?.host === host ? safeTarget(`${from.pathname}${from.search}`) : consoleUrls.home;
  return before === consoleUrls.home || (method === "GET" && before === url)
    ? html`<p><a href="${consoleUrls.home}">${say("frame.problem.home")}</a></p>`
    : html`<p><a href="${before}">${say("frame.problem.back")}</a></p>`;
}
