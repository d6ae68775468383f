import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { isPetitionOpen, petitionToSign } from "#campaigns/petitions/petition-life.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { checkAnswers } from "#campaigns/signing/intake/check-answers.ts";
import { signPetition } from "#campaigns/signing/intake/sign-petition.ts";
import { addresses } from "../../page/addresses.ts";
import { findPublicCampaign, petitionOf } from "../../page/find-public-campaign.ts";
import { markSigned } from "../../page/known-browser.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import { returnedFormPage } from "../campaign/campaign.view.ts";
import {
  type FormTrouble,
  findDoubts,
  isFilledIn,
  type SignForm,
  sentAnswers,
  signFormSchema,
  signInputOf,
} from "../campaign/sign-form.ts";
import { typedOf } from "./typed.ts";

/** Temporary problems: the form comes back with a status and, in seconds, when to try again. */
const passing = {
  "too-many": { status: 429, wait: 60 },
  "database-unavailable": { status: 503, wait: 10 },
  "storage-full": { status: 503, wait: 3600 },
} as const;

/** Processes a petition's form. Whatever goes wrong, every answer comes back with it. */
export async function signRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/c/:campaign/sign`;

  // Where the form came back, somebody may ask for the address alone: with a bookmark, or by way of the address bar.
  pages.get(path, { schema: { params: params.campaign } }, async (request, reply) => {
    const { locale, campaign: slug } = request.params;
    const { slug: known } = await findPublicCampaign(deps, slug);
    return reply
      .header("Cache-Control", "no-cache")
      .redirect(`${addresses.campaign(locale, known)}#sign`, 302);
  });

  pages.post(path, { schema: { params: params.campaign, body: signFormSchema } }, async (request, reply) => {
    const { campaign: slug } = request.params;
    const form = request.body;
    const campaign = await findPublicCampaign(deps, slug);
    // She signs the words that she saw, in the language they were in.
    const locale = textLocale(campaign, request.params.locale);
    const sent = { locale, campaign, form, now: deps.now() };
    if (form.turn !== undefined) return turnForm(reply, sent, form.turn);
    const outcome = await takeForm(deps, request, sent);
    if (outcome.kind !== "stored") return returnForm(reply, sent, outcome);
    markSigned(deps, reply, outcome.ref, typedOf(outcome.answers, signInputOf(form, locale)));
    return reply
      .header("Cache-Control", "no-store")
      .redirect(addresses.received(locale, slug, outcome.receipt), 303);
  });
}

type Sent = { locale: Locale; campaign: Campaign; form: SignForm; now: Date };

/** Stores the signature of a form, or tells why it comes back. */
async function takeForm(deps: Deps, request: FastifyRequest, { locale, campaign, form }: Sent) {
  if (form.comment) return { kind: "filled-by-program" } as const;
  const closed = closedInstead(campaign, form, deps.now());
  if (closed) return { kind: "petition-closed", closed } as const;
  const own = petitionToOffer(campaign, form, locale, deps.now());
  if (own) return { kind: "other-petition", own } as const;
  try {
    request.countAttempt();
    const doubts = findDoubts(campaign, form, locale);
    if (doubts.length > 0) return { kind: "doubt", doubts } as const;
    return await signPetition(deps, campaign, signInputOf(form, locale));
  } catch (error) {
    const code = error instanceof DomainError ? error.code : undefined;
    if (code === "too-many" || code === "database-unavailable" || code === "storage-full") {
      return { kind: code } as const;
    }
    throw error;
  }
}

/** The petition of a form, if it can't be signed while another of the campaign can. */
function closedInstead(campaign: Campaign, form: SignForm, now: Date): Petition | undefined {
  const petition = petitionOf(campaign, form.petition);
  const isClosed = !isPetitionOpen(campaign, petition, now);
  return isClosed && petitionToSign(campaign, form.country ?? "", now) ? petition : undefined;
}

/** The petition of the signer's country, if it is another than the one she is about to sign and she has not seen it. */
function petitionToOffer(
  campaign: Campaign,
  form: SignForm,
  locale: Locale,
  now: Date,
): Petition | undefined {
  const answers = checkAnswers(campaign, signInputOf(form, locale));
  if (Array.isArray(answers)) return undefined;
  const own = petitionToSign(campaign, answers.country, now);
  return own && own.id !== answers.petition.id && own.id !== form.offered ? own : undefined;
}

/**
 * Shows the form of a petition, or the same one in another language, with what is filled in; a form without anything in
 * it is the campaign's own page. What she agreed to was said to another organisation, and is asked again.
 */
function turnForm(reply: FastifyReply, { locale, campaign, form, now }: Sent, wanted: string): FastifyReply {
  const petition = petitionOf(campaign, wanted);
  const answers = sentAnswers(form);
  if (!isFilledIn(answers)) {
    const source = answers.source === "" ? "" : `?source=${answers.source}`;
    const page = addresses.campaign(locale, campaign.slug, petition.country);
    return reply.header("Cache-Control", "no-store").redirect(`${page}${source}#sign`, 303);
  }
  const agreed = petition.id === form.petition ? {} : { updates: false, secretariat: false };
  const page = returnedFormPage(phrasebook(locale), {
    campaign,
    petition,
    answers: { ...answers, ...agreed },
    now,
  });
  return sendPrivatePage(reply, page);
}

function returnForm(
  reply: FastifyReply,
  { locale, campaign, form, now }: Sent,
  trouble: FormTrouble,
): FastifyReply {
  const sent = sentAnswers(form);
  const isClosed = trouble.kind === "petition-closed";
  const open = isClosed ? petitionToSign(campaign, sent.country, now) : undefined;
  const petition = open ?? petitionOf(campaign, form.petition);
  // What she agreed to was said to another organisation, and is asked again.
  const answers = isClosed ? { ...sent, updates: false, secretariat: false } : sent;
  const page = returnedFormPage(phrasebook(locale), { campaign, petition, answers, now }, trouble);
  if (trouble.kind === "petition-closed") return sendPrivatePage(reply, page, 409);
  if (trouble.kind === "other-petition" || trouble.kind === "doubt") return sendPrivatePage(reply, page);
  if (trouble.kind === "refused" || trouble.kind === "filled-by-program") {
    return sendPrivatePage(reply, page, 422);
  }
  const { status, wait } = passing[trouble.kind];
  return sendPrivatePage(reply.header("Retry-After", wait), page, status);
}
