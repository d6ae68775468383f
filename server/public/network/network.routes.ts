import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { secretariat } from "#campaigns/access/secretariat.ts";
import type { Deps } from "#campaigns/open.ts";
import { findOrganisation, listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { organisationsByCountry } from "#campaigns/organisations/search-organisations.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { allOthers, readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { networkPage } from "./network.view.ts";
import { type OrganisationView, organisationPage } from "./organisation.view.ts";

const query = Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })) });

/** The network, and the page of each of its organisations. */
export async function networkRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/network`;

  pages.get(path, { schema: { params: params.locale, querystring: query } }, async (request, reply) => {
    const { locale } = request.params;
    const asked = (request.query.q ?? "").trim();
    const organisations = await listOrganisations(deps);
    const page = networkPage(phrasebook(locale), {
      organisations,
      secretariat: organisations.find(({ slug }) => slug === secretariat),
      query: asked,
      found: organisationsByCountry(organisations, locale, asked),
      publicUrl: deps.publicUrl,
    });
    return sendPublicPage(request, reply, page, keptFor.texts);
  });

  pages.get(`${path}/:organisation`, { schema: { params: params.organisation } }, async (request, reply) => {
    const { locale, organisation: slug } = request.params;
    const organisation = await findOrganisation(deps, slug);
    if (!organisation) throw new DomainError("not-found", `There is no organisation "${slug}".`);
    const campaigns = (await listCampaigns(deps)).filter(({ state }) => state !== "draft");
    const page = organisationPage(phrasebook(locale), {
      organisation,
      organisations: await listOrganisations(deps),
      campaigns,
      signed: await readSigned(deps, campaigns),
      publicUrl: deps.publicUrl,
    });
    return sendPublicPage(request, reply, page, keptFor.campaign);
  });
}

/** How many have signed each petition of some campaigns, but small numbers. */
async function readSigned(deps: Deps, campaigns: readonly Campaign[]): Promise<OrganisationView["signed"]> {
  const signed = campaigns.map(async (campaign) => {
    const { [allOthers]: _, ...named } = (await readPublicTotals(deps, campaign)).byPetition;
    return [campaign.slug, named] as const;
  });
  return Object.fromEntries(await Promise.all(signed));
}
