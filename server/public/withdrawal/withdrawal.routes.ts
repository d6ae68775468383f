import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { openWithdrawal } from "#campaigns/signing/withdrawal/open-withdrawal.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { addresses } from "../../page/addresses.ts";
import { findPublicCampaign } from "../../page/find-public-campaign.ts";
import { readConfirmed } from "../../page/known-browser.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPrivatePage, sendPublicPage } from "../../page/send-page.ts";
import { notMePage, withdrawalPage, withdrawnPage } from "./withdrawal.view.ts";

const withdrawalForm = Type.Object(
  { reason: Type.Union([Type.Literal("withdrawn"), Type.Literal("not-me")]) },
  { additionalProperties: false },
);

/** Behind the withdrawal link: opening it changes nothing, its buttons withdraw or say "this wasn't me". */
export async function withdrawalRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/withdraw/:token`;

  pages.get(path, { schema: { params: params.token } }, async (request, reply) => {
    const { locale, token } = request.params;
    const opened = await openWithdrawal(deps, { token, confirmedHere: readConfirmed(deps, request) });
    return sendPrivatePage(reply, withdrawalPage(phrasebook(locale), { ...opened, token }));
  });

  pages.post(path, { schema: { params: params.token, body: withdrawalForm } }, async (request, reply) => {
    const { locale, token } = request.params;
    const { reason } = request.body;
    const link = { token, confirmedHere: readConfirmed(deps, request) };
    const { kind, campaign } = await withdrawSignature(deps, link, reason);
    reply.header("Cache-Control", "no-store");
    if (kind === "stale") return reply.redirect(addresses.mailed(locale, "withdraw", token), 303);
    const done = reason === "not-me" ? addresses.notMe : addresses.withdrawn;
    return reply.redirect(done(locale, campaign.slug), 303);
  });

  for (const [done, draw] of [
    ["withdrawn", withdrawnPage],
    ["not-me", notMePage],
  ] as const) {
    pages.get(
      `${localePath}/c/:campaign/${done}`,
      { schema: { params: params.campaign } },
      async (request, reply) => {
        const campaign = await findPublicCampaign(deps, request.params.campaign);
        const page = draw(phrasebook(request.params.locale), campaign);
        return sendPublicPage(request, reply, page, keptFor.texts);
      },
    );
  }
}
