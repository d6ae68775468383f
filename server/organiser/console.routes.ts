import type { FastifyInstance } from "fastify";
import { createMailer } from "#campaigns/mail/mailer.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Config } from "#campaigns/platform/config.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { answerFailures } from "../plugins/errors.ts";
import { sessions } from "../plugins/sessions.ts";
import { accountRoutes } from "./account/account.routes.ts";
import { addressRoutes } from "./account/address.routes.ts";
import { codesRoutes, ownPasskeysRoutes, secondStepRoutes } from "./account/second-steps.routes.ts";
import { accountsRoutes, oneAccountRoutes } from "./accounts/accounts.routes.ts";
import { auditRoutes } from "./audit/audit.routes.ts";
import { bundlesRoutes } from "./bundles/bundles.routes.ts";
import { consoleCampaignsRoutes } from "./campaigns/all.routes.ts";
import { consoleUrls } from "./console-urls.ts";
import { dashboardRoutes } from "./dashboard/dashboard.routes.ts";
import type { TotalsFeed } from "./follow-totals.ts";
import { glossaryRoutes } from "./glossary/glossary.routes.ts";
import { guard } from "./guard.ts";
import { guideRoutes } from "./guide/guide.routes.ts";
import { handoversRoutes } from "./handovers/handovers.routes.ts";
import { homeRoutes } from "./home/home.routes.ts";
import { mailRoutes } from "./mail/mail.routes.ts";
import { organisationsRoutes } from "./organisations/organisations.routes.ts";
import { drawConsoleProblem, nothingHere } from "./problem.view.ts";
import { queuePage } from "./queues/queue-page.ts";
import { askAgain, askToSetUp, askToSignIn, refuseRole } from "./sign-in/ask.ts";
import { passkeyRoutes } from "./sign-in/passkey.routes.ts";
import { passwordLinkRoutes } from "./sign-in/password-link.routes.ts";
import { signInRoutes } from "./sign-in/sign-in.routes.ts";
import { consoleUpdatesRoutes } from "./updates/updates.routes.ts";

/** Every page behind the sign-in; each route names its policy in its config. */
export async function consoleRoutes(
  app: FastifyInstance,
  options: { deps: Deps; redis: RedisClient; config: Config; totals: TotalsFeed },
): Promise<void> {
  const { deps, config } = options;
  // The OpenAPI document describes the interface for programs; pages are for people.
  app.addHook("onRoute", (route) => {
    route.schema = { ...route.schema, hide: true };
    // A library's pages, which know nothing about policies.
    if (route.url.startsWith(consoleUrls.queues)) route.config = { ...route.config, policy: "queues.read" };
  });
  answerFailures(app, drawConsoleProblem);
  await app.register(sessions, { deps });
  await app.register(guard, {
    now: deps.now,
    askToSignIn: (request, reply) => askToSignIn(deps, request, reply),
    askAgain: (request, reply) => askAgain(deps, request, reply),
    askToSetUp,
    refuse: refuseRole,
  });
  await app.register(signInRoutes, options);
  await app.register(passkeyRoutes, options);
  await app.register(passwordLinkRoutes, options);
  await app.register(homeRoutes, { deps });
  await app.register(glossaryRoutes);
  await app.register(dashboardRoutes, options);
  await app.register(organisationsRoutes, options);
  await app.register(auditRoutes, options);
  await app.register(mailRoutes, options);
  await app.register(consoleCampaignsRoutes, options);
  await app.register(guideRoutes, options);
  await app.register(accountRoutes, { deps });
  await app.register(addressRoutes, { deps });
  await app.register(secondStepRoutes);
  await app.register(codesRoutes, { deps });
  await app.register(ownPasskeysRoutes, { deps });
  await app.register(accountsRoutes, { deps });
  await app.register(oneAccountRoutes, { deps });
  await app.register(queuePage, { deps });
  await app.register(bundlesRoutes, options);
  await app.register(handoversRoutes, { deps });
  const from = config.SHEAF_MAIL_FROM;
  const rules = { weeklyMost: config.SHEAF_WEEKLY_UPDATES, quietHours: config.SHEAF_QUIET_HOURS };
  const mailer = createMailer(config.SMTP_URL, from);
  app.addHook("onClose", () => mailer.close());
  await app.register(consoleUpdatesRoutes, { deps, mailer, from, rules });
  for (const url of ["/organiser/*", "/staff/*"]) {
    app.get(url, { config: { policy: "account.own" } }, nothingHere);
  }
}
