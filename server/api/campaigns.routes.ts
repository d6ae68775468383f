import { type FastifyPluginAsyncTypebox, Type } from "@fastify/type-provider-typebox";
import { readPublicHandovers } from "#campaigns/handovers/list-handovers.ts";
import type { Deps } from "#campaigns/open.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { isListed } from "#campaigns/petitions/is-open.ts";
import { readHistory } from "#campaigns/signing/tallies/read-history.ts";
import { readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import { campaignReply, historyReply, presentCampaign, totalsReply } from "./campaigns.schemas.ts";
import { findOpenCampaign } from "./find-open-campaign.ts";
import { apiCampaignParams, problemReply } from "./signing.schemas.ts";

const refusals = { "4xx": problemReply, "5xx": problemReply };

/**
 * As long as a fold takes: older figures may be shown while newer ones are fetched, or while MongoDB is unavailable.
 */
const totalsCaching = "public, max-age=2, stale-while-revalidate=4, stale-if-error=60";
const campaignCaching = "public, max-age=30, stale-while-revalidate=60";

/** The public data of campaigns and their petitions. */
export const campaignsRoutes: FastifyPluginAsyncTypebox<{ deps: Deps }> = async (app, { deps }) => {
  app.get(
    "/api/v1/campaigns",
    {
      schema: {
        summary: "All campaigns",
        tags: ["campaigns"],
        response: { 200: Type.Array(campaignReply), ...refusals },
      },
    },
    async (_, reply) => {
      const campaigns = await listCampaigns(deps);
      const now = deps.now();
      const shown = await Promise.all(
        campaigns
          .filter(isListed)
          .map(async (campaign) => presentCampaign(campaign, now, await readPublicHandovers(deps, campaign))),
      );
      return reply.header("Cache-Control", campaignCaching).send(shown);
    },
  );

  app.get(
    "/api/v1/campaigns/:campaign",
    {
      schema: {
        summary: "One campaign and its petitions",
        tags: ["campaigns"],
        params: apiCampaignParams,
        response: { 200: campaignReply, ...refusals },
      },
    },
    async (request, reply) => {
      const campaign = await findOpenCampaign(deps, request.params.campaign);
      return reply
        .header("Cache-Control", campaignCaching)
        .send(presentCampaign(campaign, deps.now(), await readPublicHandovers(deps, campaign)));
    },
  );
};

/** The figures of a campaign. */
export const figuresRoutes: FastifyPluginAsyncTypebox<{ deps: Deps }> = async (app, { deps }) => {
  app.get(
    "/api/v1/campaigns/:campaign/totals",
    {
      schema: {
        summary: "How many have signed",
        tags: ["campaigns"],
        params: apiCampaignParams,
        response: { 200: totalsReply, ...refusals },
      },
    },
    async (request, reply) => {
      const totals = await readPublicTotals(deps, await findOpenCampaign(deps, request.params.campaign));
      return reply.header("Cache-Control", totalsCaching).send({
        ...totals,
        asOf: totals.asOf.toISOString(),
      });
    },
  );

  app.get(
    "/api/v1/campaigns/:campaign/history",
    {
      schema: {
        summary: "How the total grew",
        description: "Hours or days (UTC) without a change are left out.",
        tags: ["campaigns"],
        params: apiCampaignParams,
        querystring: Type.Object(
          { interval: Type.Union([Type.Literal("hour"), Type.Literal("day")], { default: "hour" }) },
          { additionalProperties: false },
        ),
        response: { 200: historyReply, ...refusals },
      },
    },
    async (request, reply) => {
      const campaign = await findOpenCampaign(deps, request.params.campaign);
      const history = await readHistory(deps, campaign, request.query.interval);
      return reply
        .header("Cache-Control", "public, max-age=10, stale-while-revalidate=20")
        .send(history.map(({ at, count }) => ({ at: at.toISOString(), count })));
    },
  );
};
