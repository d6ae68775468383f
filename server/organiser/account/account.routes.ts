import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { html } from "hono/html";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";

/** One's own account, and the way in. */
export async function accountRoutes(app: FastifyInstance): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const own = { policy: "account.own" } as const;

  pages.get("/organiser/account", { config: own }, async (request, reply) => {
    const account = accountOf(request);
    const book = consoleBook(account.locale);
    const title = book.say("accounts.mine.title");
    const main = html`<h1>${title}</h1><p>${account.name}</p>`;
    return sendConsolePage(reply, consolePage(book, { title, section: "account", account, main }));
  });
}
