import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { secretariat } from "#campaigns/access/secretariat.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { aboutPage, aboutPages } from "./about.view.ts";

/** The pages about Sheaf: how it counts, what it stores, how accessible it is. */
export async function aboutRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  for (const name of aboutPages) {
    pages.get(`${localePath}/${name}`, { schema: { params: params.locale } }, async (request, reply) => {
      const responsible = name === "privacy" ? await findResponsible(deps) : [];
      const page = aboutPage(phrasebook(request.params.locale), name, deps.publicUrl, responsible);
      return sendPublicPage(request, reply, page, keptFor.texts);
    });
  }
}

/** The organisations whose petitions are or were signed, and the secretariat. */
async function findResponsible(deps: Deps): Promise<Organisation[]> {
  const campaigns = (await listCampaigns(deps)).filter(({ state }) => state !== "draft");
  const slugs = new Set([
    secretariat,
    ...campaigns.flatMap(({ organisation, petitions }) => [
      organisation,
      ...petitions.map((petition) => petition.organisation),
    ]),
  ]);
  return (await listOrganisations(deps)).filter(({ slug, endedAt }) => slugs.has(slug) && endedAt === null);
}
