import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { html } from "hono/html";
import { Type } from "typebox";
import { askForAddress, confirmAddress, openAddressLink } from "#campaigns/accounts/change-address.ts";
import { recordAudit } from "#campaigns/audit/record-audit.ts";
import type { Deps } from "#campaigns/open.ts";
import { withTransaction } from "#campaigns/platform/in-transaction.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf, actorAs, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { outsidePage } from "../frame/console-page.view.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { drawAccount } from "./account.routes.ts";

const params = Type.Object({ token: Type.String({ maxLength: 120 }) });
const addressForm = Type.Object({ email: Type.String({ maxLength: 300 }) }, { additionalProperties: false });

/** Changing the sign-in address: requested in the console, confirmed through a link in a mail. */
export async function addressRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.post(
    `${consoleUrls.account}/address`,
    { config: { policy: "account.own", again: true }, schema: { body: addressForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const { email } = request.body;
      const problem = await askForAddress(deps, { account, actor: actorOf(request) }, email);
      if (!problem) return redirect(reply, `${consoleUrls.account}?done=addressAsked`);
      const errors = { email: consoleBook(account.locale).say(`accounts.invite.refused.${problem}`) };
      return sendConsolePage(reply, await drawAccount(deps, request, { errors, typed: { email } }), 422);
    },
  );

  const path = consoleUrls.newAddress(":token");
  const config = { policy: "sign-in" } as const;

  pages.get(path, { config, schema: { params } }, async (request, reply) => {
    const { token } = request.params;
    const { account, address } = await openAddressLink(deps, token);
    const book = consoleBook(account.locale);
    const page = outsidePage(book, {
      title: book.say("accounts.address.title"),
      main: html`<p>${book.say("accounts.address.lead", { name: account.name, address })}</p>
<form class="form" method="post" action="${consoleUrls.newAddress(token)}">
<div class="actions"><button class="main" type="submit">${book.say("accounts.address.confirm")}</button></div>
</form>`,
    });
    return sendConsolePage(reply, page);
  });

  pages.post(path, { config, schema: { params, body: emptyForm } }, async (request, reply) => {
    const { locale } = await withTransaction(deps, async (inner) => {
      const account = await confirmAddress(inner, request.params.token);
      await recordAudit(inner, actorAs(request, account), "account.address", `account/${account.id}`);
      return account;
    });
    const book = consoleBook(locale);
    const page = outsidePage(book, {
      title: book.say("accounts.address.done"),
      main: html`<p><a href="${consoleUrls.home}">${book.say("frame.problem.home")}</a></p>`,
    });
    return sendConsolePage(reply, page);
  });
}
