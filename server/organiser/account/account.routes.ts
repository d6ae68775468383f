import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { changeOwnAccount } from "#campaigns/accounts/change-own-account.ts";
import { passwordProblem } from "#campaigns/accounts/check-new-password.ts";
import { endSession, endSessions } from "#campaigns/accounts/end-session.ts";
import { findAccount } from "#campaigns/accounts/find-account.ts";
import { listSessions } from "#campaigns/accounts/list-sessions.ts";
import { setPassword } from "#campaigns/accounts/set-password.ts";
import type { Deps } from "#campaigns/open.ts";
import { findOrganisation } from "#campaigns/organisations/find-organisation.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { isFrameLocale } from "#campaigns/platform/languages/languages.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import type { FieldErrors } from "../frame/fields.view.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { accountPage, doneNotices } from "./account.view.ts";
import { withAudit } from "./with-audit.ts";

const own = { policy: "account.own" } as const;
const home = consoleUrls.account;

const query = Type.Object({ done: Type.Optional(Type.Enum([...doneNotices])) });
const person = Type.Object(
  { name: Type.String({ maxLength: 300 }), locale: Type.String({ maxLength: 10 }) },
  { additionalProperties: false },
);
const password = Type.Object(
  { password: Type.String({ maxLength: 1_000 }) },
  { additionalProperties: false },
);
const session = Type.Object({ session: Type.String({ pattern: "^[0-9a-f]{24}$", maxLength: 24 }) });

/** The account page: name, language, password, and sessions. */
export async function accountRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.get(home, { config: own, schema: { querystring: query } }, async (request, reply) =>
    sendConsolePage(reply, await drawAccount(deps, request, { done: request.query.done })),
  );

  pages.post(`${home}/person`, { config: own, schema: { body: person } }, async (request, reply) => {
    const { name, locale } = request.body;
    if (!isFrameLocale(locale)) throw new DomainError("not-found", "Sheaf does not speak this language.");
    const problem = await withAudit(
      deps,
      request,
      "account.rename",
      (inner) => changeOwnAccount(inner, accountOf(request), { name, locale }),
      (found) => found === undefined,
    );
    if (problem) {
      const errors = {
        name: consoleBook(accountOf(request).locale).say(`accounts.invite.refused.${problem.code}`),
      };
      return sendConsolePage(reply, await drawAccount(deps, request, { errors, typed: { name } }), 422);
    }
    return redirect(reply, `${home}?done=saved`);
  });

  pages.post(
    `${home}/password`,
    { config: { ...own, again: true }, schema: { body: password } },
    async (request, reply) => {
      const { name, email, organisation, locale } = accountOf(request);
      const problem = await passwordProblem(request.body.password, [name, email, organisation]);
      if (problem) {
        const errors = { password: consoleBook(locale).say(`accounts.password.${problem}`) };
        return sendConsolePage(reply, await drawAccount(deps, request, { errors }), 422);
      }
      const stored = await findAccount(deps, accountOf(request).id);
      await withAudit(deps, request, "account.password", (inner) =>
        setPassword(inner, stored._id, request.body.password, request.signedIn?.session._id),
      );
      return redirect(reply, `${home}?done=passwordSaved`);
    },
  );

  pages.post(
    `${home}/sessions/:session/end`,
    { config: own, schema: { params: session, body: emptyForm } },
    async (request, reply) => {
      await withAudit(deps, request, "account.end-session", (inner) =>
        endSession(inner, accountOf(request).id, request.params.session),
      );
      return redirect(reply, `${home}?done=sessionEnded`);
    },
  );

  pages.post(`${home}/sessions/end`, { config: own, schema: { body: emptyForm } }, async (request, reply) => {
    await withAudit(deps, request, "account.end-sessions", (inner) =>
      endSessions(inner, accountOf(request).id, request.signedIn?.session._id),
    );
    return redirect(reply, `${home}?done=sessionsEnded`);
  });
}

type Shown = {
  done?: (typeof doneNotices)[number] | undefined;
  errors?: FieldErrors;
  typed?: { name?: string; email?: string };
};

/** Draws the page of the requesting account. */
export async function drawAccount(deps: Deps, request: FastifyRequest, shown: Shown): Promise<string> {
  const account = accountOf(request);
  return accountPage(consoleBook(account.locale), {
    account,
    organisation: (await findOrganisation(deps, account.organisation))?.name ?? account.organisation,
    stored: await findAccount(deps, account.id),
    sessions: await listSessions(deps, account.id),
    current: request.signedIn?.session._id,
    ...shown,
  });
}
