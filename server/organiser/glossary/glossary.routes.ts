import type { FastifyInstance } from "fastify";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { glossaryPage } from "./glossary.view.ts";

/** What the words of the console mean. */
export async function glossaryRoutes(app: FastifyInstance): Promise<void> {
  app.get(consoleUrls.glossary, { config: { policy: "account.own" } }, async (request, reply) => {
    const account = accountOf(request);
    return sendConsolePage(reply, glossaryPage(consoleBook(account.locale), account));
  });
}
