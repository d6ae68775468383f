import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { readToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { correctAddress } from "#campaigns/signing/confirmation/correct-address.ts";
import { entryName } from "#campaigns/signing/confirmation/entry-name.ts";
import { type ReceiptStatus, readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import { addresses } from "../../page/addresses.ts";
import { findPublicCampaign, petitionOf } from "../../page/find-public-campaign.ts";
import { markSigned, readSigned } from "../../page/known-browser.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import { oneMoreStepPage } from "./received.view.ts";
import { thanksPage } from "./thanks.view.ts";
import { typedOf } from "./typed.ts";

type Signed = { locale: Locale; campaign: string; receipt: string };

const addressForm = Type.Object(
  { email: Type.Optional(Type.String({ maxLength: 2_000 })) },
  { additionalProperties: false },
);

/**
 * The pages after signing: one more step, and thanks. Both need a receipt, so that nobody can see another person's.
 */
export async function signedRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const schema = { params: params.campaignReceipt };
  const received = `${localePath}/c/:campaign/received/:receipt`;

  pages.get(received, { schema }, async (request, reply) => {
    const { locale, receipt } = request.params;
    const { isUnconfirmed, ...opened } = await openReceipt(deps, request.params);
    if (!isUnconfirmed) return thank(deps, reply, { ...opened, locale, receipt });
    const email = typedHere(deps, request, receipt)?.email;
    return sendPrivatePage(reply, oneMoreStepPage(phrasebook(locale), { ...opened, receipt, email }));
  });

  // Somebody who mistyped her address gives the right one; only the browser that typed it knows what it was.
  pages.post(received, { schema: { ...schema, body: addressForm } }, async (request, reply) => {
    const { locale, campaign: slug, receipt } = request.params;
    const campaign = await findPublicCampaign(deps, slug);
    const typed = typedHere(deps, request, receipt);
    const { email = "" } = request.body;
    reply.header("Cache-Control", "no-store");
    if (!typed || email === typed.email)
      return reply.redirect(addresses.received(locale, slug, receipt), 303);
    request.countAttempt();
    const entry = readToken(deps.keys, "receipt", receipt);
    const outcome = await correctAddress(deps, campaign, entry, { ...typed, email, locale });
    if (outcome.kind === "refused") {
      const sent = { email, problems: outcome.problems };
      const petition = petitionOf(campaign, typed.petition);
      const view = { campaign, petition, receipt, email: typed.email, sent };
      const page = oneMoreStepPage(phrasebook(locale), view);
      return sendPrivatePage(reply, page, 422);
    }
    markSigned(deps, reply, outcome.ref, typedOf(outcome.answers, typed));
    return reply.redirect(addresses.received(locale, slug, outcome.receipt), 303);
  });

  pages.get(`${localePath}/c/:campaign/thanks/:receipt`, { schema }, async (request, reply) => {
    const { locale, campaign: slug, receipt } = request.params;
    const { isUnconfirmed, ...opened } = await openReceipt(deps, request.params);
    if (isUnconfirmed) return reply.redirect(addresses.received(locale, slug, receipt), 303);
    return thank(deps, reply, { ...opened, locale, receipt });
  });
}

async function thank(
  deps: Deps,
  reply: FastifyReply,
  opened: Pick<Signed, "locale" | "receipt"> & Opened,
): Promise<FastifyReply> {
  const { locale, receipt, campaign, petition, status } = opened;
  if (status === "withdrawn" || status === "removed") {
    return reply.redirect(addresses.receipt(locale, receipt), 303);
  }
  const totals = await readPublicTotals(deps, campaign);
  const view = { campaign, petition, totals, receipt, publicUrl: deps.publicUrl };
  return sendPrivatePage(reply, thanksPage(phrasebook(locale), view));
}

/** What was typed for the entry of a receipt, if it was in this browser. */
function typedHere(deps: Deps, request: FastifyRequest, receipt: string) {
  const signed = readSigned(deps, request);
  const isIts = signed && entryName(signed.ref) === entryName(readToken(deps.keys, "receipt", receipt));
  return isIts ? signed.typed : undefined;
}

type Opened = { campaign: Campaign; petition: Petition; status: ReceiptStatus };

/** @throws DomainError `link-unknown` when there is no such receipt in this campaign. */
async function openReceipt(
  deps: Deps,
  { campaign: slug, receipt }: Signed,
): Promise<Opened & { isUnconfirmed: boolean }> {
  const campaign = await findPublicCampaign(deps, slug);
  const reading = await readReceipt(deps, receipt);
  if (reading?.campaign !== slug) {
    throw new DomainError("link-unknown", "This page is not complete or not ours: check the receipt.");
  }
  const { status, isUnconfirmed } = reading;
  return { campaign, petition: petitionOf(campaign, reading.petition), status, isUnconfirmed };
}
