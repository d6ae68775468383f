import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { StoredAccount } from "#campaigns/accounts/account.model.ts";
import { accountKey } from "#campaigns/accounts/account-key.ts";
import { checkPassword } from "#campaigns/accounts/check-password.ts";
import { findAccount, findAccountByEmail } from "#campaigns/accounts/find-account.ts";
import { isKnownBrowser } from "#campaigns/accounts/known-browser.ts";
import { takeRecoveryCode } from "#campaigns/accounts/recovery-codes.ts";
import { needsSecondStep } from "#campaigns/accounts/second-step.ts";
import type { SignInMethod } from "#campaigns/accounts/session.model.ts";
import { addTicket, openTicket, ticketToken, useTicket } from "#campaigns/accounts/tickets.ts";
import { takeTotpCode } from "#campaigns/accounts/totp.ts";
import type { Deps } from "#campaigns/open.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { consoleUrls } from "../console-urls.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { bookOf } from "./ask.ts";
import { type Attempt, type Attempts, createAttempts } from "./attempts.ts";
import { completeSignIn, knownBrowserCookie } from "./complete.ts";
import { bodyLimit, forms, signInQuery } from "./forms.ts";
import { safeTarget } from "./safe-target.ts";
import { codePage, type SignInView, signInPage } from "./sign-in.view.ts";
import { unlessLink } from "./unless-link.ts";

const open = { policy: "sign-in" } as const;

/** Signing in, in one step or two, and signing out. */
export async function signInRoutes(
  app: FastifyInstance,
  { deps, redis }: { deps: Deps; redis: RedisClient },
): Promise<void> {
  const attempts = createAttempts({ redis, keys: deps.keys });
  await app.register(outerRoutes);
  await app.register(passwordRoutes, { deps, attempts });
  await app.register(codeRoutes, { deps, attempts });
}

type Options = { deps: Deps; attempts: Attempts };

async function outerRoutes(app: FastifyInstance): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.get(
    consoleUrls.signIn,
    { config: open, schema: { querystring: signInQuery } },
    async (request, reply) => {
      const to = safeTarget(request.query.to);
      const isAgain = request.signedIn !== null && request.query.again === "yes";
      if (request.signedIn && !isAgain) return redirect(reply, to);
      const book = bookOf(request);
      const notice = request.query.chosen ? book.say("accounts.choose.done") : undefined;
      const email = request.signedIn?.account.email;
      const isOver = request.signedOut !== null;
      return sendConsolePage(reply, signInPage(book, { to, isAgain, isOver, email, notice }));
    },
  );

  pages.post(
    consoleUrls.signOut,
    { config: { policy: "account.own", secondStep: "free" }, schema: { body: emptyForm } },
    async (request, reply) => {
      await app.signOut(request, reply);
      return redirect(reply, consoleUrls.signIn);
    },
  );
}

async function passwordRoutes(app: FastifyInstance, { deps, attempts }: Options): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  const refuse = (request: FastifyRequest, reply: FastifyReply, view: SignInView, wait = 0) => {
    const book = bookOf(request);
    const error = wait > 0 ? book.count("accounts.signIn.wait", wait) : book.say("accounts.signIn.refused");
    const isAgain = request.signedIn !== null;
    return answerRefused(reply, signInPage(book, { ...view, error, isAgain }), wait);
  };

  pages.post(
    consoleUrls.signIn,
    { config: open, bodyLimit, schema: { body: forms.password } },
    async (request, reply) => {
      const { email, password, kept } = request.body;
      const onward = { to: safeTarget(request.body.to), kept };
      const attempt = attemptOf(
        deps,
        request,
        accountKey(deps.keys, email),
        await findAccountByEmail(deps, email),
      );
      const wait = await attempts.begin(attempt);
      if (wait > 0) return refuse(request, reply, { ...onward, email }, wait);
      const account = await checkPassword(deps, email, password);
      if (!account) return refuse(request, reply, { ...onward, email });
      if (account.totp) {
        // Counting continues until the second step is right too: it has only six digits.
        const ticket = await addTicket(deps, "code", { account: account._id });
        const shown = { ...onward, ticket: ticketToken(deps.keys, ticket) };
        return sendConsolePage(reply, codePage(bookOf(request), shown));
      }
      if (needsSecondStep(account.role) && account.passkeys.length > 0) {
        const notice = bookOf(request).say("accounts.passkey.needed");
        return sendConsolePage(reply, signInPage(bookOf(request), { ...onward, email, notice }), 401);
      }
      await attempts.succeed(attempt);
      return completeSignIn(app, deps, { request, reply }, { account, method: "password", onward });
    },
  );
}

async function codeRoutes(app: FastifyInstance, { deps, attempts }: Options): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.post(
    `${consoleUrls.signIn}/code`,
    { config: open, bodyLimit, schema: { body: forms.code } },
    async (request, reply) => {
      const { ticket, code, kept } = request.body;
      const onward = { to: safeTarget(request.body.to), kept };
      const book = bookOf(request);
      const held = await openTicket(deps, "code", ticket).catch(unlessLink);
      if (!held?.account) {
        const notice = book.say("accounts.code.late");
        return sendConsolePage(reply, signInPage(book, { ...onward, notice }), 401);
      }
      const account = await findAccount(deps, held.account);
      const attempt = attemptOf(deps, request, account.mailbox, account);
      const wait = await attempts.begin(attempt);
      const method = wait > 0 ? null : await checkCode(deps, account, code);
      if (!method) {
        const error = wait > 0 ? book.count("accounts.signIn.wait", wait) : book.say("accounts.code.refused");
        return answerRefused(reply, codePage(book, { ...onward, ticket, error }), wait);
      }
      await useTicket(deps, "code", ticket);
      await attempts.succeed(attempt);
      return completeSignIn(app, deps, { request, reply }, { account, method, onward });
    },
  );
}

function answerRefused(reply: FastifyReply, page: string, wait: number): FastifyReply {
  if (wait > 0) reply.header("Retry-After", wait);
  return sendConsolePage(reply, page, wait > 0 ? 429 : 401);
}

/** Who tries, counted separately on a browser known to the account. */
function attemptOf(
  deps: Deps,
  request: FastifyRequest,
  mailbox: Uint8Array,
  stored: StoredAccount | null,
): Attempt {
  const mark = request.cookies[knownBrowserCookie(deps.publicUrl)];
  const isKnown = stored !== null && isKnownBrowser(deps.keys, stored._id, mark);
  const account = Buffer.from(mailbox).toString("base64");
  return { account: isKnown ? `${account} ${mark}` : account, address: request.ip };
}

async function checkCode(deps: Deps, account: StoredAccount, code: string): Promise<SignInMethod | null> {
  if (account.state !== "active") return null;
  if (await takeTotpCode(deps, account, code)) return "code";
  return (await takeRecoveryCode(deps, account, code)) ? "recovery-code" : null;
}
