import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { addresses } from "../../page/addresses.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPrivatePage, sendPublicPage } from "../../page/send-page.ts";
import { receiptFormPage, receiptPage } from "./receipt.view.ts";
import { readSpelled } from "./spell-receipt.ts";

const receiptForm = Type.Object(
  { receipt: Type.Optional(Type.String({ maxLength: 2_000 })) },
  { additionalProperties: false },
);

/** What became of a signature, for anybody who has its receipt. */
export async function receiptRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/receipt`;

  pages.get(path, { schema: { params: params.locale } }, async (request, reply) =>
    sendPublicPage(request, reply, receiptFormPage(phrasebook(request.params.locale)), keptFor.texts),
  );

  pages.post(path, { schema: { params: params.locale, body: receiptForm } }, async (request, reply) => {
    const { locale } = request.params;
    const typed = request.body.receipt ?? "";
    const receipt = readSpelled(typed);
    if (receipt) {
      return reply.header("Cache-Control", "no-store").redirect(addresses.receipt(locale, receipt), 303);
    }
    const kind = typed.trim() === "" ? "missing" : "unknown";
    return sendPrivatePage(reply, receiptFormPage(phrasebook(locale), { typed, kind }), 422);
  });

  pages.get(`${path}/:receipt`, { schema: { params: params.receipt } }, async (request, reply) => {
    const { locale, receipt } = request.params;
    const book = phrasebook(locale);
    const reading = await readReceipt(deps, receipt);
    const campaign = reading && (await findCampaign(deps, reading.campaign));
    if (!reading || !campaign) {
      return sendPrivatePage(reply, receiptFormPage(book, { typed: receipt, kind: "unknown" }), 404);
    }
    const { status, returned, at, petition } = reading;
    return sendPrivatePage(reply, receiptPage(book, { receipt, status, returned, at, campaign, petition }));
  });
}
