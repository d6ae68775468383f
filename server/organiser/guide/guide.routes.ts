import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { guidePage } from "./guide.view.ts";
import { readGuide } from "./read-guide.ts";

/** The guide to a first campaign. */
export async function guideRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  app.get(consoleUrls.guide, { config: { policy: "petitions.edit" } }, async (request, reply) => {
    const account = accountOf(request);
    const guide = await readGuide(deps, account);
    return sendConsolePage(reply, guidePage(consoleBook(account.locale), account, guide));
  });
}
