import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { confirmSignature } from "#campaigns/signing/confirmation/confirm-signature.ts";
import { eraseEntry } from "#campaigns/signing/confirmation/erase-entry.ts";
import { openConfirmation } from "#campaigns/signing/confirmation/open-confirmation.ts";
import { addresses } from "../../page/addresses.ts";
import { emptyForm } from "../../page/empty-form.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPrivatePage, sendPublicPage } from "../../page/send-page.ts";
import { alreadyConfirmedPage, confirmPage, erasedPage } from "./confirmation.view.ts";

/** Behind the link of a confirmation: opening it changes nothing, its buttons confirm or erase. */
export async function confirmationRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/confirm/:token`;

  pages.get(path, { schema: { params: params.token } }, async (request, reply) => {
    const { locale, token } = request.params;
    const { state, ...confirmation } = await openConfirmation(deps, token);
    const draw = state === "confirmed" ? alreadyConfirmedPage : confirmPage;
    return sendPrivatePage(reply, draw(phrasebook(locale), { ...confirmation, token }));
  });

  pages.post(path, { schema: { params: params.token, body: emptyForm } }, async (request, reply) => {
    const { locale, token } = request.params;
    const { campaign, receipt } = await confirmSignature(deps, token);
    return reply
      .header("Cache-Control", "no-store")
      .redirect(addresses.thanks(locale, campaign.slug, receipt), 303);
  });

  pages.post(
    `${path}/erase`,
    { schema: { params: params.token, body: emptyForm } },
    async (request, reply) => {
      const { locale, token } = request.params;
      // A confirmed signature can't be erased here, and must not be called erased: its page says how it stands.
      if ((await openConfirmation(deps, token)).state === "confirmed") {
        return reply.redirect(addresses.mailed(locale, "confirm", token), 303);
      }
      const { campaign } = await eraseEntry(deps, token);
      return reply.header("Cache-Control", "no-store").redirect(addresses.erased(locale, campaign.slug), 303);
    },
  );

  pages.get(
    `${localePath}/c/:campaign/erased`,
    { schema: { params: params.campaign } },
    async (request, reply) => {
      const campaign = await findPublicCampaign(deps, request.params.campaign);
      const page = erasedPage(phrasebook(request.params.locale), campaign);
      return sendPublicPage(request, reply, page, keptFor.texts);
    },
  );
}
