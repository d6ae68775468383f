import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Account } from "#campaigns/accounts/account.ts";
import { reaches } from "#campaigns/accounts/reach.ts";
import type { Deps } from "#campaigns/deps.ts";
import { DomainError } from "#campaigns/errors.ts";
import { type Locale, locales } from "#campaigns/languages/languages.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { drawPoster, type Poster } from "#campaigns/petitions/posters/draw-poster.ts";
import { textsOf } from "#server/public/campaign/campaign.view.ts";
import { addresses } from "#server/public/page/addresses.ts";
import { phrasebook } from "#server/public/page/phrasebook.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { params } from "./params.ts";
import { postersPage } from "./posters.view.ts";

const asked = Type.Object({
  petition: Type.Optional(Type.String({ maxLength: 40 })),
  in: Type.Optional(Type.Unsafe<Locale>(Type.String({ enum: [...locales] }))),
  source: Type.Optional(Type.String({ maxLength: 200 })),
});

const source = /^[A-Za-z0-9_-]{1,40}$/;

/** Links with source codes, and posters with the code of such a link. */
export async function postersRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = "/organiser/c/:campaign/posters";
  const config = { policy: "petitions.read" } as const;
  const schema = { params: params.campaign, querystring: asked };

  pages.get(path, { config, schema }, async (request, reply) => {
    const account = accountOf(request);
    const { campaign, petitions } = await find(deps, account, request.params.campaign);
    const { petition: id, source: code } = request.query;
    const petition = petitions.find((each) => each.id === id);
    const isGood = code !== undefined && source.test(code);
    const page = postersPage(consoleBook(account.locale), account, {
      campaign,
      petitions,
      chosen: { petition: id, locale: request.query.in ?? account.locale, source: code },
      isBadSource: code !== undefined && !isGood,
      address: petition && isGood ? addressOf(deps, campaign, petition, code) : undefined,
    });
    return sendConsolePage(reply, page);
  });

  pages.get(`${path}/poster.pdf`, { config, schema }, async (request, reply) => {
    const { campaign, petitions } = await find(deps, accountOf(request), request.params.campaign);
    const { petition: id, source: code = "poster", in: locale = "en" } = request.query;
    const petition = petitions.find((each) => each.id === id);
    if (!petition) throw notFound();
    if (!source.test(code))
      return reply.redirect(`${path.replace(":campaign", campaign.slug)}?source=!`, 303);
    const pdf = await drawPoster(posterOf(deps, { campaign, petition, locale, code }));
    return reply
      .header("Cache-Control", "no-store")
      .header(
        "Content-Disposition",
        `inline; filename="poster-${campaign.slug}-${petition.id}-${locale}.pdf"`,
      )
      .type("application/pdf")
      .send(pdf);
  });
}

function posterOf(
  deps: Deps,
  {
    campaign,
    petition,
    locale,
    code,
  }: { campaign: Campaign; petition: Petition; locale: Locale; code: string },
): Poster {
  const book = phrasebook(locale);
  const texts = textsOf(book, campaign);
  return {
    lang: book.tag,
    direction: book.direction,
    name: texts.name,
    headline: texts.headline,
    target: book.say("campaign.to", { target: petition.target[locale] ?? "" }),
    ask: texts.ask,
    scan: book.say("poster.scan"),
    address: addressOf(deps, campaign, petition, code),
    shown: (deps.publicUrl + countryPathOf(campaign, petition)).replace(/^https?:\/\//, ""),
    foot: book.say("poster.foot"),
    band: campaign.colours.light.band,
    onBand: campaign.colours.light.onBand,
  };
}

/** Without a language: whoever scans it is led to the page in theirs. */
function addressOf(deps: Deps, campaign: Campaign, petition: Petition, code: string): string {
  return `${deps.publicUrl}${countryPathOf(campaign, petition)}?source=${code}`;
}

function countryPathOf({ slug }: Campaign, { country }: Petition): string {
  return addresses.anyLanguage(slug) + (country ? `/${country.toLowerCase()}` : "");
}

async function find(
  deps: Deps,
  account: Account,
  slug: string,
): Promise<{ campaign: Campaign; petitions: Petition[] }> {
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw notFound();
  const isWhole = reaches(account, campaign.organisation);
  const petitions = campaign.petitions.filter(
    ({ organisation }) => isWhole || reaches(account, organisation),
  );
  if (petitions.length === 0) throw notFound();
  return { campaign, petitions };
}

function notFound(): DomainError {
  return new DomainError("not-found", "There is nothing at this address.");
}
