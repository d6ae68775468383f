import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { findArchived, listArchived } from "#campaigns/updates/archive/archive.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { updatesFeed } from "./feed.ts";
import { readNews, readNewsText } from "./read-news.ts";
import { publicUpdatePage, updatesPage } from "./updates.view.ts";

const inFeed = 20;

/** The archive of what was sent to supporters: a list, a page each, and RSS, in every language. */
export async function publicUpdatesRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const { publicUrl } = deps;

  pages.get(
    `${localePath}/c/:campaign/updates`,
    { schema: { params: params.campaign } },
    async (request, reply) => {
      const { locale, campaign: slug } = request.params;
      const campaign = await findPublicCampaign(deps, slug);
      const lines = await readNews(deps, locale, campaign);
      const page = updatesPage(phrasebook(locale), { campaign, publicUrl }, lines);
      return sendPublicPage(request, reply, page, keptFor.texts);
    },
  );

  pages.get(
    `${localePath}/c/:campaign/updates/feed.xml`,
    { schema: { params: params.campaign } },
    async (request, reply) => {
      const { locale, campaign: slug } = request.params;
      const campaign = await findPublicCampaign(deps, slug);
      const updates = (await listArchived(deps, slug)).slice(0, inFeed);
      const texts = await Promise.all(updates.map((update) => readNewsText(deps, locale, campaign, update)));
      const found = texts.filter((text) => text !== undefined);
      return reply
        .header("Cache-Control", `public, max-age=${keptFor.texts}`)
        .type("application/rss+xml; charset=utf-8")
        .send(updatesFeed(phrasebook(locale), { campaign, publicUrl }, found));
    },
  );

  pages.get(
    `${localePath}/c/:campaign/updates/:update`,
    { schema: { params: params.update } },
    async (request, reply) => {
      const { locale, campaign: slug, update: id } = request.params;
      const campaign = await findPublicCampaign(deps, slug);
      const update = await findArchived(deps, slug, id);
      const text = update && (await readNewsText(deps, locale, campaign, update));
      if (!text) throw new DomainError("not-found", "There is no such update.");
      const page = publicUpdatePage(phrasebook(locale), { campaign, publicUrl }, text);
      return sendPublicPage(request, reply, page, keptFor.texts);
    },
  );
}
