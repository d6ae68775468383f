import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { mustReach } from "#campaigns/access/reach.ts";
import { readShareResults } from "#campaigns/dashboard/read-share-results.ts";
import type { Deps } from "#campaigns/open.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { params } from "./params.ts";
import { sharesPage } from "./shares.view.ts";

/** The results of the share texts. */
export async function sharesRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.get(
    consoleUrls.shares(":campaign"),
    { config: { policy: "petitions.read" }, schema: { params: params.campaign } },
    async (request, reply) => {
      const account = accountOf(request);
      const campaign = await findCampaign(deps, request.params.campaign);
      if (!campaign) throw notFound();
      mustReach(account, campaign.organisation);
      const results = await readShareResults(deps, campaign);
      return sendConsolePage(reply, sharesPage(consoleBook(account.locale), account, { campaign, results }));
    },
  );
}
