import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { html } from "hono/html";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { composeCampaign } from "#campaigns/petitions/compose-campaign.ts";
import { type OpenDraft, openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { writePlain } from "#campaigns/petitions/drafts/plain.ts";
import { readCatalogueFiles } from "#campaigns/petitions/read-catalogue.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import { type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import { readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import { coloursStylesheet, dressOf } from "#server/page/colours.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { accountOf } from "#server/plugins/sessions.ts";
import { campaignPage } from "#server/public/campaign/campaign.view.ts";
import { emptyAnswers } from "#server/public/campaign/sign-form.ts";
import { consoleUrls, petitionIn } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { draftName } from "./draft-progress.ts";
import { localeQuery, params } from "./params.ts";

const path = `${consoleUrls.draft(":campaign", ":petition")}/preview`;

/** No scripts, forms or links out: a page in a preview is only for looking at. */
const previewPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'self'; sandbox allow-same-origin";
/** The surrounding page may frame our own pages. */
const framePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A draft as people would see it, at the width of a phone and of a desktop. */
export async function previewRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const config = { policy: "petitions.read" } as const;
  const schema = { params: params.petition, querystring: localeQuery };
  const open = async (request: Parameters<typeof accountOf>[0], campaign: string, petition: string) =>
    openDraft(deps, { account: accountOf(request), campaign, petition: petitionIn(petition) });

  pages.get(path, { config, schema }, async (request, reply) => {
    const { campaign, petition } = request.params;
    const found = await open(request, campaign, petition);
    const page = shell(accountOf(request), found, request.query.in);
    return sendConsolePage(reply.header("Content-Security-Policy", framePolicy), page);
  });

  pages.get(`${path}/page`, { config, schema }, async (request, reply) => {
    const { campaign, petition } = request.params;
    const page = await draw(deps, await open(request, campaign, petition), request.query.in);
    reply.headers({ "Content-Security-Policy": previewPolicy, "X-Frame-Options": "SAMEORIGIN" });
    return sendConsolePage(reply, page);
  });

  pages.get(
    `${path}/colours.css`,
    { config, schema: { params: params.petition } },
    async (request, reply) => {
      const { campaign, petition } = request.params;
      const stylesheet = coloursStylesheet(await compose(await open(request, campaign, petition)));
      return reply.header("Cache-Control", "no-store").type("text/css; charset=utf-8").send(stylesheet);
    },
  );
}

function shell(account: ReturnType<typeof accountOf>, open: OpenDraft, locale: Locale): string {
  const book = consoleBook(account.locale);
  const { draft } = open;
  const title = book.say("campaigns.preview.title", { language: languageOf(locale).name });
  const content = `${consoleUrls.draft(draft.campaign, draft.petition)}/preview/page?in=${locale}`;
  const frame = (kind: "phone" | "desktop", width: number, height: number) => {
    const label = book.say(`campaigns.preview.${kind}`);
    return html`<section aria-labelledby="h-${kind}"><h2 id="h-${kind}">${label}</h2>
<div class="scroll preview" tabindex="0" role="group" aria-label="${label}">
<iframe sandbox="allow-same-origin" src="${content}" title="${label}"
width="${width}" height="${height}"></iframe></div></section>`;
  };
  const name = draftName(open, account.locale);
  return consolePage(book, {
    title,
    section: "petitions",
    account,
    campaign: {
      ...{ slug: draft.campaign, name },
      ...{ isBegun: open.live === null, isMadeUp: open.live?.madeUp === true },
    },
    main: html`<p class="crumbs"><a href="${consoleUrls.petitions(draft.campaign)}">${name}</a></p>
<h1>${title}</h1><p class="soft">${book.say("campaigns.preview.lead")}</p>
${frame("phone", 360, 740)}
${frame("desktop", 1280, 800)}`,
  });
}

async function draw(deps: Deps, open: OpenDraft, locale: Locale): Promise<string> {
  const campaign = await compose(open);
  const { draft } = open;
  const petition = campaign.petitions.find(({ id }) => id === draft.petition) ?? campaign.petitions[0];
  if (!petition || !campaign.pages[locale]) throw notFound();
  return campaignPage(phrasebook(locale), {
    campaign,
    petition,
    totals: await readPublicTotals(deps, campaign),
    answers: emptyAnswers(petition.country ?? "", undefined),
    signing: { state: "open" },
    now: deps.now(),
    publicUrl: deps.publicUrl,
    dress: {
      ...dressOf(campaign),
      colours: `${consoleUrls.draft(draft.campaign, draft.petition)}/preview/colours.css`,
    },
  });
}

/** The campaign as it would be, with gaps where something is missing. */
async function compose({ merged, live }: OpenDraft): Promise<Campaign> {
  const composed = composeCampaign(await readCatalogueFiles(writePlain(merged)));
  if (!composed) throw notFound();
  const { petitions, ...settings } = composed;
  return {
    ...settings,
    // No campaign has this number, so nothing has been counted for it.
    ordinal: live?.ordinal ?? 0,
    organisationNames: live?.organisationNames ?? {},
    petitions: petitions.map(({ today, ...petition }) => ({ ...petition, versions: [today] })),
  };
}
