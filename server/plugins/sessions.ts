import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { Account } from "#campaigns/access/account.ts";
import type { StoredAccount } from "#campaigns/accounts/account.model.ts";
import { openSession, type SignedIn } from "#campaigns/accounts/open-session.ts";
import type { SignInMethod } from "#campaigns/accounts/session.model.ts";
import { startSession } from "#campaigns/accounts/start-session.ts";
import { type Actor, recordAudit } from "#campaigns/audit/record-audit.ts";
import type { Deps } from "#campaigns/open.ts";
import { type InTransaction, withTransaction } from "#campaigns/platform/in-transaction.ts";
import { browserOf } from "./browser-of.ts";
import { shortNetwork } from "./networks-of.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who sends this request; null when nobody is signed in. Set by the plugin `sessions`. */
    signedIn: SignedIn | null;
    /** The id of the account whose session expired before this request. */
    signedOut: string | null;
    /** Why it is unknown who sends this request: the database is unavailable. */
    sessionTrouble: unknown;
  }
  interface FastifyInstance {
    /**
     * Signs an account in on the requesting browser, under a new id; an older session of this browser ends. Recorded
     * in the audit trail.
     */
    signIn(
      request: FastifyRequest,
      reply: FastifyReply,
      account: StoredAccount,
      method: SignInMethod,
    ): Promise<void>;
    /** Ends the requesting browser's session. Recorded in the audit trail. */
    signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  }
}

/**
 * Identifies who sends a console request. The cookie contains only a random id, new for every sign-in. Over https
 * its name starts with `__Host-`, so no other host, subdomain or path can set it.
 */
export const sessions = fastifyPlugin<{ deps: Deps }>(
  async (app: FastifyInstance, { deps }) => {
    const secure = deps.publicUrl.startsWith("https:");
    const name = sessionCookie(deps.publicUrl);
    const attributes = { path: "/", httpOnly: true, secure, sameSite: "strict" } as const;
    await app.register(cookie);
    app.decorateRequest("signedIn", null);
    app.decorateRequest("signedOut", null);
    app.decorateRequest("sessionTrouble", null);
    app.addHook("onRequest", async (request) => {
      const token = request.cookies[name];
      try {
        const found = token ? await openSession(deps, token) : null;
        if (found && "over" in found) request.signedOut = found.over;
        else request.signedIn = found;
      } catch (error) {
        request.sessionTrouble = error;
      }
    });
    // Only now is the form parsed, so that it can be returned with the message that the database is
    // unavailable.
    app.addHook("preValidation", async ({ sessionTrouble }) => {
      if (sessionTrouble) throw sessionTrouble;
    });
    app.decorate("signIn", async (request, reply, account, method) => {
      const id = account._id.toHexString();
      const actor = actorAs(request, { id, organisation: account.organisation, role: account.role });
      const browser = browserOf(request.headers["user-agent"]);
      const token = await withTransaction(deps, async (inner) => {
        await endCurrent(inner, request);
        const insteadOf = request.signedIn?.session._id;
        const started = await startSession(inner, id, { method, browser, from: actor.from, insteadOf });
        await recordAudit(inner, actor, "account.sign-in", `account/${id}`, { method });
        return started;
      });
      const found = await openSession(deps, token);
      request.signedIn = found && "account" in found ? found : null;
      reply.setCookie(name, token, attributes);
    });
    app.decorate("signOut", async (request, reply) => {
      const actor = actorOf(request);
      await withTransaction(deps, async (inner) => {
        await endCurrent(inner, request);
        await recordAudit(inner, actor, "account.sign-out", `account/${actor.account}`);
      });
      request.signedIn = null;
      reply.clearCookie(name, attributes);
    });
  },
  { name: "sessions" },
);

async function endCurrent(
  { database, transaction }: Deps & InTransaction,
  { signedIn }: FastifyRequest,
): Promise<void> {
  if (signedIn) await database.sessions.deleteOne({ _id: signedIn.session._id }, transaction);
}

/** The name of the cookie with a session's id. */
export function sessionCookie(publicUrl: string): string {
  return publicUrl.startsWith("https:") ? "__Host-sheaf" : "sheaf";
}

/** The account that sends a request; the guard has made sure that there is one. */
export function accountOf(request: FastifyRequest): Account {
  if (!request.signedIn)
    throw new TypeError("A route without a signed-in account asks for it: see its policy.");
  return request.signedIn.account;
}

/** Who acts, and from where, for the audit trail. */
export function actorOf(request: FastifyRequest): Actor {
  return actorAs(request, accountOf(request));
}

/** The same for an account that is named by a link or a sign-in instead of a session. */
export function actorAs(
  { ip }: FastifyRequest,
  { id, organisation, role }: Pick<Account, "id" | "organisation" | "role">,
): Actor {
  return { account: id, organisation, role, from: shortNetwork(ip) };
}

/** Tells whether the session that a long response, such as an event stream, started with is still valid. */
export async function isStillSignedIn(
  deps: Pick<Deps, "database">,
  request: FastifyRequest,
): Promise<boolean> {
  if (!request.signedIn) return false;
  const { session } = request.signedIn;
  const known = await deps.database.sessions.findOne({ _id: session._id }, { projection: { _id: 1 } });
  return known !== null;
}
