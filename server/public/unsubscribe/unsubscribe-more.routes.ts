import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { newsOfToken, unsubscribePurpose } from "#campaigns/signing/consent/news.ts";
import { stopNews, type UnsubscribeFrom } from "#campaigns/signing/consent/stop-news.ts";
import { addresses } from "../../page/addresses.ts";
import { localePath, params } from "../../page/params.ts";
import { unsubscribeFrom } from "./unsubscribe-more.view.ts";

const form = Type.Object({ leave: unsubscribeFrom }, { additionalProperties: false });

/** Behind the buttons that stop more than one campaign's news, on the pages for preferences and for unsubscribing. */
export async function unsubscribeMoreRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const schema = { params: params.token, body: form };

  pages.post(`${localePath}/preferences/:token/leave`, { schema }, async (request, reply) => {
    const { locale, token } = request.params;
    const { leave } = request.body;
    await stopNews(deps, "preferences", token, leave);
    return backTo(reply, "preferences", locale, token, leave);
  });

  pages.post(`${localePath}/unsubscribe/:token/leave`, { schema }, async (request, reply) => {
    const { locale, token } = request.params;
    const { leave } = request.body;
    await stopNews(deps, unsubscribePurpose[newsOfToken(deps.keys, token)], token, leave);
    return backTo(reply, "unsubscribe", locale, token, leave);
  });
}

function backTo(
  reply: FastifyReply,
  page: "preferences" | "unsubscribe",
  locale: Locale,
  token: string,
  left: UnsubscribeFrom,
): FastifyReply {
  return reply
    .header("Cache-Control", "no-store")
    .redirect(`${addresses.mailed(locale, page, token)}?left=${left}`, 303);
}
