import type { FastifyReply, FastifyRequest } from "fastify";
import { html } from "hono/html";
import type { Deps } from "#campaigns/open.ts";
import { preferredLocale } from "#server/page/preferred-locale.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { type ConsoleBook, consoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { keepForm } from "./kept-form.ts";
import { safeTarget } from "./safe-target.ts";
import { secondStepPage } from "./second-step.view.ts";
import { signInPage } from "./sign-in.view.ts";

/** The phrasebook in the account's language, or else in the one the browser asks for. */
export function bookOf(request: FastifyRequest): ConsoleBook {
  const locale = request.signedIn?.account.locale ?? preferredLocale(request.headers["accept-language"]);
  return consoleBook(locale);
}

/** Tells somebody in the console that their role does not allow this. */
export async function refuseRole(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const account = accountOf(request);
  const book = consoleBook(account.locale);
  const title = book.say("frame.refused.title");
  const main = html`<div class="head"><h1>${title}</h1></div><p>${book.say("frame.refused.text")}</p>`;
  return sendConsolePage(reply, consolePage(book, { title, section: "account", account, main }), 403);
}

/** Answers who lacks the second step that their role needs: leads to the page that sets one up. */
export async function askToSetUp(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (reads(request)) return redirect(reply, consoleUrls.secondStep);
  return sendConsolePage(reply, secondStepPage(bookOf(request), { isDue: false }), 403);
}

const reads = (request: FastifyRequest) => request.method === "GET" || request.method === "HEAD";

/**
 * Responds to somebody who is not signed in: redirects to the sign-in page, or shows it at once and keeps the form
 * they sent.
 */
export async function askToSignIn(
  { keys }: Pick<Deps, "keys">,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (reads(request)) return redirect(reply, `${consoleUrls.signIn}?to=${encodeURIComponent(request.url)}`);
  const kept = keepForm(keys, request, request.signedOut);
  const isOver = request.signedOut !== null;
  return sendConsolePage(reply, signInPage(bookOf(request), { to: consoleUrls.home, kept, isOver }), 401);
}

/** Responds to somebody who signed in a while ago and wants something that needs the password again. */
export async function askAgain(
  { keys }: Pick<Deps, "keys">,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (reads(request)) {
    return redirect(reply, `${consoleUrls.signIn}?again=yes&to=${encodeURIComponent(request.url)}`);
  }
  const { id, email } = accountOf(request);
  const kept = keepForm(keys, request, id);
  const view = { to: safeTarget(undefined), kept, email, isAgain: true };
  return sendConsolePage(reply, signInPage(bookOf(request), view), 401);
}
