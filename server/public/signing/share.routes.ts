import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { countShare } from "#campaigns/petitions/sharing/count-share.ts";
import { type ShareWay, shareWays } from "#campaigns/petitions/sharing/share-source.ts";
import { addresses } from "../../page/addresses.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import { shareStepPage } from "./share-step.view.ts";

const way = Type.Unsafe<ShareWay>(Type.String({ enum: [...shareWays] }));
const variant = Type.String({ pattern: "^[a-z0-9]{1,8}$" });
const shareForm = Type.Object({ way, variant }, { additionalProperties: false });
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
      await countShare(deps, await findPublicCampaign(deps, slug), request.body);
      return reply
        .header("Cache-Control", "no-store")
        .redirect(addresses.share(locale, slug, request.body.way, request.body.variant), 303);
    },
  );

  pages.get(
    `${localePath}/c/:campaign/share/:way/:variant`,
    { schema: { params: stepParams } },
    async (request, reply) => {
      const { locale, campaign: slug, ...chosen } = request.params;
      const campaign = await findPublicCampaign(deps, slug);
      const page = shareStepPage(phrasebook(locale), { campaign, publicUrl: deps.publicUrl, ...chosen });
      return page ? sendPrivatePage(reply, page) : reply.redirect(addresses.campaign(locale, slug), 302);
    },
  );
}
