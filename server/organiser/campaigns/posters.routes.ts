import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { type Static, Type } from "typebox";
import type { Account } from "#campaigns/access/account.ts";
import { reaches } from "#campaigns/access/reach.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { drawPoster, type Poster } from "#campaigns/petitions/posters/draw-poster.ts";
import { listCodes } from "#campaigns/petitions/source-codes/keep-codes.ts";
import { isSourceCode } from "#campaigns/petitions/source-codes/source-code.model.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "#server/page/addresses.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { textsOf } from "#server/public/campaign/own-texts.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { params } from "./params.ts";
import { codesDone, postersPage } from "./posters.view.ts";
import { type CodesView, mostCodes } from "./source-codes.view.ts";

const asked = Type.Object({
  petition: Type.Optional(Type.String({ maxLength: 40 })),
  in: Type.Optional(Type.String({ maxLength: 11 })),
  source: Type.Optional(Type.String({ maxLength: 200 })),
  done: Type.Optional(Type.Enum([...codesDone])),
});

/** Links with source codes, and posters with a QR code of such a link. */
export async function postersRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.posters(":campaign");
  const config = { policy: "petitions.read" } as const;
  const schema = { params: params.campaign, querystring: asked };

  pages.get(path, { config, schema }, async (request, reply) => {
    const page = await drawPosters(deps, accountOf(request), request.params.campaign, request.query);
    return sendConsolePage(reply, page);
  });

  pages.get(`${path}/poster.pdf`, { config, schema }, async (request, reply) => {
    const { campaign, petitions } = await campaignOfPosters(
      deps,
      accountOf(request),
      request.params.campaign,
    );
    const { petition: id, source: code = "poster", in: locale = "en" } = request.query;
    const petition = petitions.find((each) => each.id === id);
    if (!petition) throw notFound();
    if (!isSourceCode(code))
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

/** The page with the form for posters and the registered codes; `register` is what its form sent. */
export async function drawPosters(
  deps: Deps,
  account: Account,
  slug: string,
  { petition: id, in: locale = account.locale, source: code, done }: Static<typeof asked>,
  register: Pick<CodesView, "typed" | "errors"> = {},
): Promise<string> {
  const { campaign, petitions } = await campaignOfPosters(deps, account, slug);
  const petition = petitions.find((each) => each.id === id);
  const isGood = code !== undefined && isSourceCode(code);
  return postersPage(consoleBook(account.locale), account, {
    campaign,
    petitions,
    chosen: { petition: id, locale, source: code },
    isBadSource: code !== undefined && !isGood,
    address: petition && isGood ? addressOf(deps, campaign, petition, code) : undefined,
    register: {
      codes: await listCodes(deps, account, slug, mostCodes),
      names: campaign.organisationNames,
      ...register,
    },
    done,
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
    target: book.say("campaign.to", { target: petition.target[textLocale(campaign, locale)] ?? "" }),
    ask: texts.ask,
    scan: book.say("poster.scan"),
    address: addressOf(deps, campaign, petition, code),
    shown: (deps.publicUrl + countryPathOf(campaign, petition)).replace(/^https?:\/\//, ""),
    foot: book.say("poster.foot"),
    band: campaign.colours.light.band,
    onBand: campaign.colours.light.onBand,
  };
}

/** Without a language: those who scan it are redirected to the page in their own. */
function addressOf(deps: Deps, campaign: Campaign, petition: Petition, code: string): string {
  return `${deps.publicUrl}${countryPathOf(campaign, petition)}?source=${code}`;
}

function countryPathOf({ slug }: Campaign, { country }: Petition): string {
  return addresses.anyLanguage(slug) + (country ? `/${country.toLowerCase()}` : "");
}

/** A campaign, and those of its petitions that an account can make posters for. @throws DomainError `not-found`. */
export async function campaignOfPosters(
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
