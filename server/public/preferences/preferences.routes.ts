import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { openPreferences } from "#campaigns/signing/consent/open-preferences.ts";
import { savePreferences } from "#campaigns/signing/consent/save-preferences.ts";
import { addresses } from "../../page/addresses.ts";
import { readConfirmed } from "../../page/known-browser.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import { unsubscribeFrom } from "../unsubscribe/unsubscribe-more.view.ts";
import { preferencesPage } from "./preferences.view.ts";

const tick = Type.Optional(Type.Literal("yes"));

// `consent.showName` is not asked any more; pages that were loaded before still send it.
const preferencesForm = Type.Object(
  { "consent.updates": tick, "consent.secretariat": tick, "consent.showName": tick },
  { additionalProperties: false },
);

/** The page's query after it was saved. */
const query = Type.Object({ saved: tick, left: Type.Optional(unsubscribeFrom) });

/** Behind the preferences link: what the signer agreed to, to change and save. */
export async function preferencesRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/preferences/:token`;

  pages.get(path, { schema: { params: params.token, querystring: query } }, async (request, reply) => {
    const { locale, token } = request.params;
    const opened = await openPreferences(deps, { token, confirmedHere: readConfirmed(deps, request) });
    const { saved, left } = request.query;
    const view = { ...opened, token, isSaved: saved === "yes", left };
    return sendPrivatePage(reply, preferencesPage(phrasebook(locale), view));
  });

  pages.post(path, { schema: { params: params.token, body: preferencesForm } }, async (request, reply) => {
    const { locale, token } = request.params;
    const { body } = request;
    const link = { token, confirmedHere: readConfirmed(deps, request) };
    const { kind } = await savePreferences(deps, link, {
      updates: body["consent.updates"] === "yes",
      secretariat: body["consent.secretariat"] === "yes",
    });
    const page = addresses.mailed(locale, "preferences", token);
    return reply
      .header("Cache-Control", "no-store")
      .redirect(kind === "saved" ? `${page}?saved=yes` : page, 303);
  });
}
