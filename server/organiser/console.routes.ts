import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/deps.ts";
import { sessions } from "../plugins/sessions.ts";
import { bundlesRoutes } from "../staff/bundles/bundles.routes.ts";
import { accountRoutes } from "./account/account.routes.ts";
import { auditRoutes } from "./audit/audit.routes.ts";
import { leadOn } from "./frame/send-console-page.ts";
import { guard } from "./guard.ts";
import { signInRoutes } from "./sign-in/sign-in.routes.ts";

/** Every page behind the sign-in; each route names its policy in its config. */
export async function consoleRoutes(app: FastifyInstance, options: { deps: Deps }): Promise<void> {
  // The OpenAPI document describes the interface for programs; pages are for people.
  app.addHook("onRoute", (route) => {
    route.schema = { ...route.schema, hide: true };
  });
  await app.register(sessions, options);
  await app.register(guard, {
    now: options.deps.now,
    askToSignIn: async (request, reply) =>
      leadOn(reply, `/organiser/sign-in?to=${encodeURIComponent(request.url)}`),
    askAgain: async (request, reply) =>
      leadOn(reply, `/organiser/sign-in?to=${encodeURIComponent(request.url)}`),
  });
  await app.register(signInRoutes, options);
  await app.register(accountRoutes, options);
  await app.register(auditRoutes, options);
  await app.register(bundlesRoutes, options);
}
