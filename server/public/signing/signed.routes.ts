import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { type ReceiptStatus, readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { readTotals } from "#campaigns/signing/tallies/read-totals.ts";
import { addresses } from "../../page/addresses.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import { oneMoreStepPage } from "./received.view.ts";
import { thanksPage } from "./thanks.view.ts";

type Signed = { locale: Locale; slug: string; receipt: string };

/** The pages after signing: one more step, and thanks. Both stand behind a receipt, so that nobody else's shows. */
export async function signedRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const schema = { params: params.campaignReceipt };

  const thank = async (reply: FastifyReply, campaign: Campaign, { locale, receipt }: Signed) => {
    const totals = await readTotals(deps, campaign);
    const { publicUrl } = deps;
    return sendPrivatePage(reply, thanksPage(phrasebook(locale), { campaign, totals, receipt, publicUrl }));
  };

  pages.get(`${localePath}/c/:campaign/received/:receipt`, { schema }, async (request, reply) => {
    const { locale, campaign: slug, receipt } = request.params;
    const { campaign, status } = await openReceipt(deps, { locale, slug, receipt });
    if (hasEnded(status)) return reply.redirect(addresses.receipt(locale, receipt), 303);
    if (campaign.verification === "none" || status === "counted") {
      return thank(reply, campaign, { locale, slug, receipt });
    }
    return sendPrivatePage(reply, oneMoreStepPage(phrasebook(locale), campaign, receipt));
  });

  pages.get(`${localePath}/c/:campaign/thanks/:receipt`, { schema }, async (request, reply) => {
    const { locale, campaign: slug, receipt } = request.params;
    const { campaign, status } = await openReceipt(deps, { locale, slug, receipt });
    if (hasEnded(status)) return reply.redirect(addresses.receipt(locale, receipt), 303);
    return thank(reply, campaign, { locale, slug, receipt });
  });
}

function hasEnded(status: ReceiptStatus): boolean {
  return status === "withdrawn" || status === "removed";
}

/** @throws DomainError `link-unknown` when there is no such receipt in this campaign. */
async function openReceipt(
  deps: Deps,
  { slug, receipt }: Signed,
): Promise<{ campaign: Campaign; status: ReceiptStatus }> {
  const campaign = await findPublicCampaign(deps, slug);
  const reading = await readReceipt(deps, receipt);
  if (reading?.campaign !== slug) {
    throw new DomainError("link-unknown", "This page is not complete or not ours: check the receipt.");
  }
  return { campaign, status: reading.status };
}
