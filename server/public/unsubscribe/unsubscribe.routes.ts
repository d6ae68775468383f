import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { openUnsubscribe } from "#campaigns/signing/consent/open-preferences.ts";
import { unsubscribe } from "#campaigns/signing/consent/save-preferences.ts";
import { addresses } from "../../page/addresses.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import { unsubscribePage } from "./unsubscribe.view.ts";
import { unsubscribeFrom } from "./unsubscribe-more.view.ts";

/**
 * From our page: empty, or a request to stop all news. From a mailbox provider (RFC 8058): the one pair that makes
 * it a one-click request.
 */
const unsubscribeForm = Type.Union([
  Type.Object(
    {
      "List-Unsubscribe": Type.Optional(Type.Literal("One-Click")),
      everything: Type.Optional(Type.Literal("yes")),
    },
    { additionalProperties: false },
  ),
  Type.Null(),
]);

/** The page's query after its button, and after unsubscribing from more. */
const query = Type.Object({
  done: Type.Optional(Type.Literal("yes")),
  left: Type.Optional(unsubscribeFrom),
});

/** Behind the unsubscribe link: the page, its button, and the one-click request of mailbox providers. */
export async function unsubscribeRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  acceptMultipart(app);
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/unsubscribe/:token`;

  pages.get(path, { schema: { params: params.token, querystring: query } }, async (request, reply) => {
    const { locale, token } = request.params;
    const { done, left } = request.query;
    const view = { ...(await openUnsubscribe(deps, token)), token, isDone: done === "yes", left };
    return sendPrivatePage(reply, unsubscribePage(phrasebook(locale), view));
  });

  // Mailbox providers send the one-click request from pages and frames of their own (RFC 8058).
  const config = { fromAnySite: true };
  const schema = { params: params.token, body: unsubscribeForm };
  pages.post(path, { config, schema }, async (request, reply) => {
    const { locale, token } = request.params;
    await unsubscribe(deps, token, request.body?.everything === "yes");
    reply.header("Cache-Control", "no-store");
    if (request.body?.["List-Unsubscribe"] === "One-Click") {
      return reply.type("text/plain; charset=utf-8").send("Unsubscribed.\n");
    }
    return reply.redirect(`${addresses.mailed(locale, "unsubscribe", token)}?done=yes`, 303);
  });
}

/** RFC 8058 recommends multipart/form-data to providers; it can only be the one pair. */
function acceptMultipart(app: FastifyInstance): void {
  app.addContentTypeParser(
    "multipart/form-data",
    { parseAs: "string", bodyLimit: 2_048 },
    (_request, body, done) => {
      const isOneClick = /name="?List-Unsubscribe"?\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n/i.test(
        String(body),
      );
      done(null, isOneClick ? { "List-Unsubscribe": "One-Click" } : { unknown: "" });
    },
  );
}
