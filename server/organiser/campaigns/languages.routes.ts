import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { addLanguage, dropLanguage } from "#campaigns/petitions/drafts/change-languages.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { redirect } from "../frame/send-console-page.ts";
import { params } from "./params.ts";

const form = Type.Object({ language: Type.String({ maxLength: 11 }) }, { additionalProperties: false });
const config = { policy: "petitions.edit" } as const;

/** The languages that a campaign is written in. */
export async function languagesRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.languages(":campaign");
  const schema = { params: params.campaign, body: form };

  pages.post(path, { config, schema }, async (request, reply) => {
    const { campaign } = request.params;
    const { language } = request.body;
    if (language === "") return redirect(reply, consoleUrls.petitions(campaign));
    await addLanguage(deps, { account: accountOf(request), actor: actorOf(request), campaign, language });
    return redirect(reply, consoleUrls.edit(campaign, null, language));
  });

  pages.post(`${path}/drop`, { config, schema }, async (request, reply) => {
    const { campaign } = request.params;
    const { language } = request.body;
    await dropLanguage(deps, { account: accountOf(request), actor: actorOf(request), campaign, language });
    return redirect(reply, `${consoleUrls.petitions(campaign)}?done=saved`);
  });
}
