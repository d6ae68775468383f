import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { requestLinks } from "#campaigns/letters/request-links.ts";
import type { Deps } from "#campaigns/open.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { addresses } from "../../page/addresses.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPrivatePage, sendPublicPage } from "../../page/send-page.ts";
import { chooseLinksPage, linksPage, linksSentPage } from "./links.view.ts";

const linksForm = Type.Object(
  { email: Type.Optional(Type.String({ maxLength: 2_000 })) },
  { additionalProperties: false },
);

/**
 * For signers who have lost our mail: they ask for their links by address, and only the mailbox learns the answer.
 */
export async function linksRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const schema = { params: params.campaign };
  const path = `${localePath}/c/:campaign/links`;

  pages.get(`${localePath}/links`, { schema: { params: params.locale } }, async (request, reply) => {
    const { locale } = request.params;
    const campaigns = (await listCampaigns(deps)).filter(({ state }) => state !== "draft");
    const [only, ...others] = campaigns;
    if (only && others.length === 0) return reply.redirect(addresses.links(locale, only.slug), 302);
    return sendPublicPage(request, reply, chooseLinksPage(phrasebook(locale), campaigns), keptFor.campaign);
  });

  pages.get(path, { schema }, async (request, reply) => {
    const campaign = await findPublicCampaign(deps, request.params.campaign);
    const page = linksPage(phrasebook(request.params.locale), campaign);
    return sendPublicPage(request, reply, page, keptFor.texts);
  });

  pages.post(path, { schema: { ...schema, body: linksForm } }, async (request, reply) => {
    const { locale, campaign: slug } = request.params;
    const { email = "" } = request.body;
    const campaign = await findPublicCampaign(deps, slug);
    request.countAttempt();
    const outcome = await requestLinks(deps, campaign, { email, locale });
    if (outcome.kind === "refused") {
      const page = linksPage(phrasebook(locale), campaign, { email, problems: outcome.problems });
      return sendPrivatePage(reply, page, 422);
    }
    return reply.header("Cache-Control", "no-store").redirect(addresses.linksSent(locale, slug), 303);
  });

  pages.get(`${path}/sent`, { schema }, async (request, reply) => {
    const campaign = await findPublicCampaign(deps, request.params.campaign);
    const page = linksSentPage(phrasebook(request.params.locale), campaign);
    return sendPublicPage(request, reply, page, keptFor.texts);
  });
}
