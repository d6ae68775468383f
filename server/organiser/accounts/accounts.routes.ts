import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { isRole } from "#campaigns/access/account.ts";
import { changeRole, endAccount, takeSecondSteps } from "#campaigns/accounts/change-account.ts";
import { checkPerson } from "#campaigns/accounts/check-person.ts";
import { inviteAccount, inviteAgain, type Manager } from "#campaigns/accounts/invite-account.ts";
import { listAccounts, showAccount } from "#campaigns/accounts/list-accounts.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { isFrameLocale } from "#campaigns/platform/languages/languages.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import type { FieldErrors } from "../frame/fields.view.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { accountsPage, type InviteView, invitePage, oneAccountPage, oneDone } from "./accounts.view.ts";

const text = (maxLength: number) => Type.String({ maxLength });
const strict = { additionalProperties: false } as const;
const invitation = Type.Object(
  {
    name: text(300),
    email: text(300),
    organisation: Type.Optional(text(80)),
    role: text(20),
    locale: text(10),
  },
  strict,
);
const roleForm = Type.Object({ role: text(20) }, strict);
const params = Type.Object({ account: Type.String({ pattern: "^[0-9a-f]{24}$", maxLength: 24 }) });
const query = Type.Object({ done: Type.Optional(Type.Enum([...oneDone])) });

const read = { policy: "accounts.read" } as const;
const manage = { policy: "accounts.manage" } as const;
const again = { policy: "accounts.manage", again: true } as const;
const home = consoleUrls.accounts;

/** Which field of an invitation a rule refers to. */
const refusedFields: Readonly<Partial<Record<string, keyof Static<typeof invitation>>>> = {
  "account-taken": "email",
  "account-misplaced": "role",
  "organisation-ended": "organisation",
};

type Options = { deps: Deps };

/** The accounts of an organisation, or of all, and invitations. */
export async function accountsRoutes(app: FastifyInstance, { deps }: Options): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.get(home, { config: read }, async (request, reply) => {
    const account = accountOf(request);
    const accounts = await listAccounts(deps, account);
    const organisations = await listOrganisations(deps);
    return sendConsolePage(
      reply,
      accountsPage(consoleBook(account.locale), { account, accounts, organisations }),
    );
  });

  const showForm = async (request: FastifyRequest, reply: FastifyReply, view: Partial<InviteView> = {}) => {
    const account = accountOf(request);
    const organisations = (await listOrganisations(deps)).filter(({ endedAt }) => !endedAt);
    const page = invitePage(consoleBook(account.locale), { account, organisations, ...view });
    return sendConsolePage(reply, page, view.errors ? 422 : 200);
  };

  pages.get(`${home}/invite`, { config: manage }, async (request, reply) => showForm(request, reply));

  pages.post(`${home}/invite`, { config: again, schema: { body: invitation } }, async (request, reply) => {
    const typed = request.body;
    const errors = problemsOf(request, typed);
    if (Object.keys(errors).length > 0) return showForm(request, reply, { typed, errors });
    const { name, email, organisation = accountOf(request).organisation, role, locale } = typed;
    if (!isRole(role) || !isFrameLocale(locale))
      throw new DomainError("not-found", "There is no such role or language.");
    try {
      const invited = await inviteAccount(deps, managerOf(request), {
        name,
        email,
        organisation,
        role,
        locale,
      });
      return redirect(reply, `${home}/${invited.id}?done=invited`);
    } catch (error) {
      const code = error instanceof DomainError ? error.code : "";
      const field = refusedFields[code];
      if (!field) throw error;
      const says = consoleBook(accountOf(request).locale).say(`accounts.refused.${code}`);
      return showForm(request, reply, { typed, errors: { [field]: says } });
    }
  });
}

/** One account, and what can be done with it. */
export async function oneAccountRoutes(app: FastifyInstance, { deps }: Options): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${home}/:account`;

  pages.get(path, { config: read, schema: { params, querystring: query } }, async (request, reply) => {
    const account = accountOf(request);
    const shown = await showAccount(deps, account, request.params.account);
    const organisations = await listOrganisations(deps);
    const { done } = request.query;
    return sendConsolePage(
      reply,
      oneAccountPage(consoleBook(account.locale), { account, shown, organisations, done }),
    );
  });

  pages.post(
    `${path}/role`,
    { config: again, schema: { params, body: roleForm } },
    async (request, reply) => {
      const { account } = request.params;
      if (!isRole(request.body.role)) throw new DomainError("not-found", "There is no such role.");
      await changeRole(deps, managerOf(request), account, request.body.role);
      return redirect(reply, `${home}/${account}?done=roleSaved`);
    },
  );

  const acts = [
    { name: "invite-again", act: inviteAgain, done: "invitedAgain" },
    { name: "take-second-steps", act: takeSecondSteps, done: "lostDone" },
    { name: "end", act: endAccount, done: "ended" },
  ] as const;
  for (const { name, act, done } of acts) {
    pages.post(
      `${path}/${name}`,
      { config: again, schema: { params, body: emptyForm } },
      async (request, reply) => {
        const { account } = request.params;
        await act(deps, managerOf(request), account);
        return redirect(reply, `${home}/${account}?done=${done}`);
      },
    );
  }
}

function managerOf(request: FastifyRequest): Manager {
  return { account: accountOf(request), actor: actorOf(request) };
}

function problemsOf(request: FastifyRequest, typed: Static<typeof invitation>): FieldErrors {
  const { say } = consoleBook(accountOf(request).locale);
  const { problems } = checkPerson(typed);
  return Object.fromEntries(
    problems.map(({ field, code }) => [field, say(`accounts.invite.refused.${code}`)]),
  );
}
