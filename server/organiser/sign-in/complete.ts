import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { StoredAccount } from "#campaigns/accounts/account.model.ts";
import { markBrowser } from "#campaigns/accounts/known-browser.ts";
import type { SignInMethod } from "#campaigns/accounts/session.model.ts";
import type { Deps } from "#campaigns/open.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { openKept } from "./kept-form.ts";
import { safeTarget } from "./safe-target.ts";
import { type Onward, sendAgainPage } from "./sign-in.view.ts";

const knownFor = 180 * 24 * 3600;

/** The cookie that remembers which accounts have signed in on this browser; it signs nobody in. */
export function knownBrowserCookie(publicUrl: string): string {
  return publicUrl.startsWith("https:") ? "__Host-sheaf-known" : "sheaf-known";
}

/** Completes a successful sign-in: a new session, the browser remembered, and on to the page or the kept form. */
export async function completeSignIn(
  app: FastifyInstance,
  deps: Deps,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { account, method, onward }: { account: StoredAccount; method: SignInMethod; onward: Partial<Onward> },
): Promise<FastifyReply> {
  const id = account._id.toHexString();
  await app.signIn(request, reply, account, method);
  reply.setCookie(knownBrowserCookie(deps.publicUrl), markBrowser(deps.keys, account._id), {
    path: "/",
    httpOnly: true,
    secure: deps.publicUrl.startsWith("https:"),
    sameSite: "strict",
    maxAge: knownFor,
  });
  const kept = openKept(deps.keys, onward.kept, id);
  if (kept) return sendConsolePage(reply, sendAgainPage(consoleBook(account.locale), kept));
  return redirect(reply, safeTarget(onward.to));
}
