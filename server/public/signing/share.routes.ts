import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { countShare } from "#campaigns/petitions/sharing/count-share.ts";
import { type ShareWay, shareWays } from "#campaigns/petitions/sharing/share-source.ts";
import { addresses } from "../../page/addresses.ts";
import { findPublicCampaign, petitionOf } from "../../page/find-public-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import { shareStepPage } from "./share-step.view.ts";

const way = Type.Unsafe<ShareWay>(Type.String({ enum: [...shareWays] }));
const variant = Type.String({ pattern: "^[a-z0-9]{1,8}$" });
/** Left out by pages that were loaded before it was asked for. */
const petition = Type.Optional(Type.String({ maxLength: 80 }));
const shareForm = Type.Object({ way, variant, petition }, { additionalProperties: false });
const stepParams = Type.Object({ ...params.campaign.properties, way, variant });

/** Sharing one of a campaign's own texts: counted without a trace of who did it, then ready to be sent. */
export async function shareRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.post(
    `${localePath}/c/:campaign/share`,
    { schema: { params: params.campaign, body: shareForm } },
    async (request, reply) => {
      request.countAttempt();
      const { locale, campaign: slug } = request.params;
      const campaign = await findPublicCampaign(deps, slug);
      const shared = { ...request.body, petition: petitionOf(campaign, request.body.petition).id };
      await countShare(deps, campaign, shared);
      return reply.header("Cache-Control", "no-store").redirect(addresses.share(locale, slug, shared), 303);
    },
  );

  pages.get(
    `${localePath}/c/:campaign/share/:way/:variant`,
    { schema: { params: stepParams, querystring: Type.Object({ petition }) } },
    async (request, reply) => {
      const { locale, campaign: slug, ...chosen } = request.params;
      const campaign = await findPublicCampaign(deps, slug);
      const signed = petitionOf(campaign, request.query.petition);
      const step = { campaign, petition: signed, publicUrl: deps.publicUrl, ...chosen };
      const page = shareStepPage(phrasebook(locale), step);
      return page
        ? sendPrivatePage(reply, page)
        : reply.redirect(addresses.campaign(locale, slug, signed.country), 302);
    },
  );
}
