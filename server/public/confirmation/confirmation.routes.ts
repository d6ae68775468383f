import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { eraseEntry } from "#campaigns/signing/confirmation/erase-entry.ts";
import { openConfirmation } from "#campaigns/signing/confirmation/open-confirmation.ts";
import { addresses } from "../../page/addresses.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPrivatePage, sendPublicPage } from "../../page/send-page.ts";
import { answerConfirm, returnWhileAway } from "./answer-confirm.ts";
import { confirmFormSchema } from "./confirm-form.ts";
import { erasedPage } from "./confirmation.view.ts";
import { doneHere, sendConfirmation } from "./send-confirmation.ts";

const entryField = Type.Optional(Type.String({ pattern: "^(?:all|[0-9a-f]{24}-[0-9]{1,3})$" }));
const query = Type.Object({ entry: entryField });
const eraseForm = Type.Union([
  Type.Object({ entry: entryField }, { additionalProperties: false }),
  Type.Null(),
]);

const waits = { "database-unavailable": 10, "storage-full": 3_600 } as const;

/** Behind a confirmation link: opening it changes nothing, its buttons confirm or erase. */
export async function confirmationRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/confirm/:token`;

  pages.get(path, { schema: { params: params.token, querystring: query } }, async (request, reply) => {
    const opened = await openConfirmation(deps, request.params.token, doneHere(deps, request));
    return sendConfirmation(deps, request, reply, { opened, named: request.query.entry });
  });

  pages.post(path, { schema: { params: params.token, body: confirmFormSchema } }, async (request, reply) => {
    const form = request.body ?? {};
    try {
      return await answerConfirm(deps, request, reply, form);
    } catch (error) {
      const code = error instanceof DomainError ? error.code : undefined;
      if (code !== "database-unavailable" && code !== "storage-full") throw error;
      const page = await returnWhileAway(deps, request.params, form, { kind: code });
      if (!page) throw error;
      return sendPrivatePage(reply.header("Retry-After", waits[code]), page, 503);
    }
  });

  pages.post(
    `${path}/erase`,
    { schema: { params: params.token, body: eraseForm } },
    async (request, reply) => {
      const { locale, token } = request.params;
      const entry = request.body?.entry;
      const { campaign, erased } = await eraseEntry(deps, token, entry === "all" ? undefined : entry);
      reply.header("Cache-Control", "no-store");
      // What does not wait any more is not called erased: the page of the link says what is so.
      if (erased === 0) return reply.redirect(addresses.mailed(locale, "confirm", token), 303);
      return reply.redirect(addresses.erased(locale, campaign.slug), 303);
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
