import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { isListed, isOpen } from "#campaigns/petitions/is-open.ts";
import { readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import { addresses } from "../../page/addresses.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { preferredLocale } from "../../page/preferred-locale.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { homePage } from "./home.view.ts";

/** The entrance: redirects to the reader's language, and lists the campaigns. */
export async function homeRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.get("/", async (request, reply) => {
    const locale = preferredLocale(request.headers["accept-language"]);
    return reply
      .header("Vary", "Accept-Language")
      .header("Cache-Control", "no-cache")
      .redirect(addresses.home(locale), 302);
  });

  pages.get(`${localePath}/`, { schema: { params: params.locale } }, async (request, reply) => {
    const now = deps.now();
    const campaigns = (await listCampaigns(deps)).filter(isListed);
    const listed = await Promise.all(
      campaigns.map(async (campaign) => ({
        campaign,
        total: (await readPublicTotals(deps, campaign)).total,
        isOpen: isOpen(campaign, now),
      })),
    );
    const page = homePage(phrasebook(request.params.locale), listed, deps.publicUrl);
    return sendPublicPage(request, reply, page, keptFor.campaign);
  });
}
