import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { isListed } from "#campaigns/petitions/is-open.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import { addresses } from "../../page/addresses.ts";
import { KeptPages } from "../../page/kept-pages.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { preferredLocale } from "../../page/preferred-locale.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { unlessAway } from "../../page/unless-away.ts";
import { signingAt } from "../campaign/signing-at.ts";
import { readNews } from "../updates/read-news.ts";
import { homePage } from "./home.view.ts";

/** The entrance: redirects to the reader's language, and lists the campaigns. */
export async function homeRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  const kept = new KeptPages();

  const draw = async (locale: Locale) => {
    const now = deps.now();
    const campaigns = (await listCampaigns(deps)).filter(isListed);
    const listed = await Promise.all(
      campaigns.map(async (campaign) => ({
        campaign,
        totals: await readPublicTotals(deps, campaign),
        state: signingAt(campaign, now).state,
        news: await readNews(deps, locale, campaign),
      })),
    );
    return homePage(phrasebook(locale), listed, deps.publicUrl);
  };

  pages.get("/", async (request, reply) => {
    const locale = preferredLocale(request.headers["accept-language"]);
    return reply
      .header("Vary", "Accept-Language")
      .header("Cache-Control", "no-cache")
      .redirect(addresses.home(locale), 302);
  });

  pages.get(`${localePath}/`, { schema: { params: params.locale } }, async (request, reply) => {
    const { locale } = request.params;
    const campaigns = await unlessAway(listCampaigns(deps));
    const page = await kept.get(locale, campaigns, () => draw(locale));
    return sendPublicPage(request, reply, page, keptFor.campaign);
  });
}
