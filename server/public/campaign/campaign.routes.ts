import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { isOpen } from "#campaigns/petitions/is-open.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import { isCountry } from "#campaigns/texts/countries.ts";
import { addresses } from "../../page/addresses.ts";
import { coloursStylesheet } from "../../page/colours.ts";
import { findPublicCampaign, petitionOfCountry } from "../../page/find-public-campaign.ts";
import { countryPath, localePath, params, readSource, sourceQuery } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { preferredLocale } from "../../page/preferred-locale.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { readNews } from "../updates/read-news.ts";
import { campaignPage, type Signing } from "./campaign.view.ts";
import { emptyAnswers } from "./sign-form.ts";

/** What a reader requests: a petition in a language, perhaps through a shared link. */
type Asked = { locale: Locale; slug: string; country: string; source: string | undefined };

/** The pages of campaigns and their petitions, in every language, and the redirects for links without one. */
export async function campaignRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const querystring = sourceQuery;

  const show = async (request: FastifyRequest, reply: FastifyReply, asked: Asked) => {
    const campaign = await findPublicCampaign(deps, asked.slug);
    const locale = textLocale(campaign, asked.locale);
    if (locale !== asked.locale) {
      const address = withSource(addresses.campaign(locale, campaign.slug, asked.country), asked.source);
      return reply.header("Cache-Control", "no-cache").redirect(address, 302);
    }
    const page = campaignPage(phrasebook(asked.locale), {
      campaign,
      petition: petitionOfCountry(campaign, asked.country),
      totals: await readPublicTotals(deps, campaign),
      answers: emptyAnswers(asked.country, asked.source),
      signing: signingAt(campaign, deps.now()),
      publicUrl: deps.publicUrl,
      news: await readNews(deps, asked.locale, campaign),
    });
    return sendPublicPage(request, reply, page, keptFor.campaign);
  };

  pages.get(
    `${localePath}/c/:campaign`,
    { schema: { params: params.campaign, querystring } },
    async (request, reply) => {
      const { locale, campaign: slug } = request.params;
      return show(request, reply, { locale, slug, country: "", source: readSource(request.query) });
    },
  );

  pages.get(
    `${localePath}/c/:campaign${countryPath}`,
    { schema: { params: params.country, querystring } },
    async (request, reply) => {
      const { locale, campaign: slug, country } = request.params;
      const source = readSource(request.query);
      return show(request, reply, { locale, slug, country: knownCountry(country), source });
    },
  );

  pages.get(
    "/c/:campaign",
    { schema: { params: params.anyLanguage, querystring } },
    async (request, reply) => {
      const campaign = await findPublicCampaign(deps, request.params.campaign);
      return leadToLanguage(request, reply, campaign, "", request.query);
    },
  );

  pages.get(
    `/c/:campaign${countryPath}`,
    { schema: { params: params.anyLanguageCountry, querystring } },
    async (request, reply) => {
      const campaign = await findPublicCampaign(deps, request.params.campaign);
      return leadToLanguage(request, reply, campaign, request.params.country, request.query);
    },
  );
  coloursRoute(app, deps);
}

/** The colours of a campaign, as a stylesheet of its own. */
function coloursRoute(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  pages.get(
    "/c/:campaign/colours.css",
    { schema: { params: params.anyLanguage } },
    async (request, reply) => {
      const stylesheet = coloursStylesheet(await findPublicCampaign(deps, request.params.campaign));
      return reply
        .header("Cache-Control", "public, max-age=31536000, immutable")
        .type("text/css; charset=utf-8")
        .send(stylesheet);
    },
  );
}

/** Redirects a reader to the page in the language that fits best; the source of the link is kept. */
function leadToLanguage(
  request: FastifyRequest,
  reply: FastifyReply,
  { slug, languages }: Campaign,
  country: string,
  query: Parameters<typeof readSource>[0],
): FastifyReply {
  const locale = preferredLocale(request.headers["accept-language"], languages);
  const source = readSource(query);
  const address = addresses.campaign(locale, slug, country);
  return reply
    .header("Vary", "Accept-Language")
    .header("Cache-Control", "no-cache")
    .redirect(withSource(address, source), 302);
}

function withSource(address: string, source: string | undefined): string {
  return source ? `${address}?source=${source}` : address;
}

/** @throws DomainError `petition-unknown` when there is no such country. */
function knownCountry(country: string): string {
  const code = country.toUpperCase();
  if (!isCountry(code)) throw new DomainError("petition-unknown", `There is no country "${country}".`);
  return code;
}

function signingAt(campaign: Campaign, now: Date): Signing {
  if (isOpen(campaign, now)) return { state: "open" };
  if (campaign.state === "open" && now < campaign.opensAt) {
    return { state: "not-yet", opensAt: campaign.opensAt };
  }
  return { state: "closed" };
}
