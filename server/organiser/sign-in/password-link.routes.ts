import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { choosePassword, openPasswordLink } from "#campaigns/accounts/choose-password.ts";
import { requestReset } from "#campaigns/accounts/request-reset.ts";
import { recordAudit } from "#campaigns/audit/record-audit.ts";
import type { Deps } from "#campaigns/open.ts";
import { withTransaction } from "#campaigns/platform/in-transaction.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { actorAs } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { bookOf } from "./ask.ts";
import { createAttempts } from "./attempts.ts";
import { forms } from "./forms.ts";
import { choosePasswordPage, forgottenPage, forgottenSentPage } from "./password-link.view.ts";

const open = { policy: "sign-in" } as const;
const params = Type.Object({ token: Type.String({ maxLength: 120 }) });

/** Choosing a password through a link in a mail, and requesting such a mail. */
export async function passwordLinkRoutes(
  app: FastifyInstance,
  { deps, redis }: { deps: Deps; redis: RedisClient },
): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const attempts = createAttempts({ redis, keys: deps.keys });

  for (const purpose of ["invitation", "reset"] as const) {
    const path = consoleUrls.passwordLink(purpose, ":token");
    pages.get(path, { config: open, schema: { params } }, async (request, reply) => {
      const { token } = request.params;
      const account = await openPasswordLink(deps, purpose, token);
      return sendConsolePage(
        reply,
        choosePasswordPage(consoleBook(account.locale), { purpose, token, account }),
      );
    });

    pages.post(path, { config: open, schema: { params, body: forms.choose } }, async (request, reply) => {
      const { token } = request.params;
      const chosen = await withTransaction(deps, async (inner) => {
        const outcome = await choosePassword(inner, purpose, token, request.body.password);
        if ("problem" in outcome) return outcome;
        const { account } = outcome;
        await recordAudit(
          inner,
          actorAs(request, account),
          `account.${purpose}-used`,
          `account/${account.id}`,
        );
        return outcome;
      });
      if ("problem" in chosen) {
        const account = await openPasswordLink(deps, purpose, token);
        const view = { purpose, token, account, problem: chosen.problem };
        return sendConsolePage(reply, choosePasswordPage(consoleBook(account.locale), view), 422);
      }
      return redirect(reply, `${consoleUrls.signIn}?chosen=yes`);
    });
  }

  pages.get(consoleUrls.forgotten, { config: open }, async (request, reply) =>
    sendConsolePage(reply, forgottenPage(bookOf(request))),
  );

  pages.post(
    consoleUrls.forgotten,
    { config: open, schema: { body: forms.forgotten } },
    async (request, reply) => {
      // Counted by IP address only: the limits for a mailbox apply when mailing, and nobody is told.
      const wait = await attempts.begin({ address: request.ip });
      if (wait > 0) {
        reply.header("Retry-After", wait);
        const error = bookOf(request).count("accounts.signIn.wait", wait);
        return sendConsolePage(
          reply,
          forgottenPage(bookOf(request), { email: request.body.email, error }),
          429,
        );
      }
      await requestReset(deps, request.body.email);
      return sendConsolePage(reply, forgottenSentPage(bookOf(request)));
    },
  );
}
