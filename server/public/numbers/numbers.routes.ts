import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { listNumbers } from "./list-numbers.ts";
import { isTold, numbersPage } from "./numbers.view.ts";
import { numbersCsv } from "./numbers-csv.ts";

/** Figures for the press: a page to quote from, and the same as a file for spreadsheets. */
export async function numbersRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/c/:campaign/numbers`;

  const read = async (slug: string) => {
    const campaign = await findPublicCampaign(deps, slug);
    const totals = await readPublicTotals(deps, campaign);
    return { campaign, totals };
  };

  pages.get(path, { schema: { params: params.campaign } }, async (request, reply) => {
    const book = phrasebook(request.params.locale);
    const { campaign, totals } = await read(request.params.campaign);
    const numbers = listNumbers(book, campaign, totals);
    const page = numbersPage(book, { campaign, totals, numbers, publicUrl: deps.publicUrl });
    return sendPublicPage(request, reply, page, keptFor.campaign);
  });

  pages.get(`${path}.csv`, { schema: { params: params.campaign } }, async (request, reply) => {
    const { campaign, totals } = await read(request.params.campaign);
    const numbers = listNumbers(phrasebook(request.params.locale), campaign, totals);
    return reply
      .header("Cache-Control", `public, max-age=${keptFor.campaign}`)
      .header("Content-Disposition", `attachment; filename="${campaign.slug}-numbers.csv"`)
      .type("text/csv; charset=utf-8")
      .send(isTold(totals) ? numbersCsv(numbers, totals) : numbersCsv({ byPetition: [], byCountry: [] }));
  });
}
