import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { asset } from "../../page/assets.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { findCard } from "./find-card.ts";

/** The pictures that links to petitions show, one for each petition and language. */
export async function cardsRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.get(
    `${localePath}/c/:campaign/card/:petition.png`,
    { schema: { params: params.petition } },
    async (request, reply) => {
      const { locale, campaign: slug, petition: id } = request.params;
      const campaign = await findPublicCampaign(deps, slug);
      const petition = campaign.petitions.find((each) => each.id === id);
      if (!petition) throw new DomainError("petition-unknown", `There is no petition "${id}".`);
      try {
        const picture = await findCard(deps, phrasebook(locale), campaign, petition);
        return (
          reply
            .header("Cache-Control", "public, max-age=600, stale-while-revalidate=86400")
            // Others show it on their pages: that is what it is for.
            .header("Cross-Origin-Resource-Policy", "cross-origin")
            .type("image/png")
            .send(picture)
        );
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        // A link that is shared a thousand times at once still shows a picture.
        return reply.header("Cache-Control", "no-store").redirect(asset("card.png"), 302);
      }
    },
  );
}
