import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { signPetition } from "#campaigns/signing/intake/sign-petition.ts";
import { addresses } from "../../page/addresses.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { markSigned } from "../../page/known-browser.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import { returnedFormPage } from "../campaign/campaign.view.ts";
import {
  type FormTrouble,
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

  pages.post(
    `${localePath}/c/:campaign/sign`,
    { schema: { params: params.campaign, body: signFormSchema } },
    async (request, reply) => {
      const { locale, campaign: slug } = request.params;
      const form = request.body;
      const campaign = await findPublicCampaign(deps, slug);
      const refuse = (trouble: FormTrouble) => returnForm(reply, { locale, campaign, form }, trouble);
      if (form.comment) return refuse({ kind: "filled-by-program" });
      try {
        request.countAttempt();
        const outcome = await signPetition(deps, campaign, signInputOf(form, locale));
        if (outcome.kind === "refused") return refuse(outcome);
        markSigned(deps, reply, outcome.ref, typedOf(outcome.answers, signInputOf(form, locale)));
        return reply
          .header("Cache-Control", "no-store")
          .redirect(addresses.received(locale, slug, outcome.receipt), 303);
      } catch (error) {
        const code = error instanceof DomainError ? error.code : undefined;
        if (code === "too-many" || code === "database-unavailable" || code === "storage-full") {
          return refuse({ kind: code });
        }
        throw error;
      }
    },
  );
}

type Sent = { locale: Locale; campaign: Campaign; form: SignForm };

function returnForm(
  reply: FastifyReply,
  { locale, campaign, form }: Sent,
  trouble: FormTrouble,
): FastifyReply {
  const { petitions } = campaign;
  const petition =
    petitions.find(({ id }) => id === form.petition) ??
    petitions.find(({ country }) => country === null) ??
    petitions[0];
  if (!petition) throw new DomainError("petition-unknown", `Campaign ${campaign.slug} has no petition.`);
  const page = returnedFormPage(
    phrasebook(locale),
    { campaign, petition, answers: sentAnswers(form) },
    trouble,
  );
  if (trouble.kind === "refused" || trouble.kind === "filled-by-program") {
    return sendPrivatePage(reply, page, 422);
  }
  const { status, wait } = passing[trouble.kind];
  return sendPrivatePage(reply.header("Retry-After", wait), page, status);
}
