import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { readPublicHandovers } from "#campaigns/handovers/list-handovers.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { lifeOf } from "#campaigns/petitions/petition-life.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import { isCountry } from "#campaigns/texts/countries.ts";
import { addresses } from "../../page/addresses.ts";
import { coloursStylesheet } from "../../page/colours.ts";
import { findPublicCampaign, petitionOfCountry } from "../../page/find-public-campaign.ts";
import { KeptPages } from "../../page/kept-pages.ts";
import { countryPath, localePath, params, readSource, sourceQuery } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { preferredLocale } from "../../page/preferred-locale.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { unlessAway } from "../../page/unless-away.ts";
import { readNews } from "../updates/read-news.ts";
import { campaignPage } from "./campaign.view.ts";
import { emptyAnswers } from "./sign-form.ts";
import { signingAt } from "./signing-at.ts";

/** What a reader requests: a petition in a language, perhaps through a shared link. */
type Asked = { locale: Locale; slug: string; country: string; source: string | undefined };

/** The pages of campaigns and their petitions, in every language, and the redirects for links without one. */
export async function campaignRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const querystring = sourceQuery;

  const kept = new KeptPages();

  const show = async (request: FastifyRequest, reply: FastifyReply, asked: Asked) => {
    const campaign = await unlessAway(findPublicCampaign(deps, asked.slug));
    const elsewhere = campaign && otherAddress(campaign, asked);
    if (elsewhere) return reply.header("Cache-Control", "no-cache").redirect(elsewhere, 302);
    const { locale, slug, country, source } = asked;
    // Anybody can make up sources: pages that name one are not kept.
    const page =
      source === undefined
        ? await kept.get(`${locale} ${slug} ${country}`, campaign, () => drawPage(deps, asked))
        : await drawPage(deps, asked);
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

/** The page in a language that the campaign has texts in, where it lacks this one. */
function otherAddress(campaign: Campaign, { locale, country, source }: Asked): string | undefined {
  const spoken = textLocale(campaign, locale);
  if (!spoken || spoken === locale) return undefined;
  return withSource(addresses.campaign(spoken, campaign.slug, country), source);
}

async function drawPage(deps: Deps, { locale, slug, country, source }: Asked): Promise<string> {
  const campaign = await findPublicCampaign(deps, slug);
  const petition = petitionOfCountry(campaign, country);
  const now = deps.now();
  return campaignPage(phrasebook(locale), {
    campaign,
    petition,
    now,
    totals: await readPublicTotals(deps, campaign),
    answers: emptyAnswers(country, source),
    signing: signingAt(lifeOf(campaign, petition), now),
    publicUrl: deps.publicUrl,
    handedOver: await readPublicHandovers(deps, campaign),
    news: await readNews(deps, locale, campaign),
  });
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
