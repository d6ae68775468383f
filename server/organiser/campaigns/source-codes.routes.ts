import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { archiveCode, registerCode } from "#campaigns/petitions/source-codes/keep-codes.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { params } from "./params.ts";
import { campaignOfPosters, drawPosters } from "./posters.routes.ts";

const strict = { additionalProperties: false } as const;
const registerForm = Type.Object(
  { code: Type.String({ maxLength: 200 }), label: Type.String({ maxLength: 400 }) },
  strict,
);
const archiveForm = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 40 }),
    organisation: Type.String({ minLength: 1, maxLength: 80 }),
  },
  strict,
);

/** The registered source codes; shown on the poster page. */
export async function sourceCodesRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.sources(":campaign");
  const config = { policy: "sources.edit" } as const;

  pages.post(
    path,
    { config, schema: { params: params.campaign, body: registerForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const { campaign } = await campaignOfPosters(deps, account, request.params.campaign);
      const by = { account, actor: actorOf(request) };
      const problems = await registerCode(deps, by, campaign.slug, request.body);
      if (problems.length === 0)
        return redirect(reply, `${consoleUrls.posters(campaign.slug)}?done=registered#h-codes`);
      const { say } = consoleBook(account.locale);
      const says = { code: say("campaigns.posters.badSource"), label: say("campaigns.codes.badLabel") };
      const errors = Object.fromEntries(problems.map(({ field }) => [field, says[field]]));
      const page = await drawPosters(deps, account, campaign.slug, {}, { typed: request.body, errors });
      return sendConsolePage(reply, page, 422);
    },
  );

  pages.post(
    `${path}/archive`,
    { config, schema: { params: params.campaign, body: archiveForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const { campaign } = await campaignOfPosters(deps, account, request.params.campaign);
      await archiveCode(deps, { account, actor: actorOf(request) }, campaign.slug, request.body);
      return redirect(reply, `${consoleUrls.posters(campaign.slug)}?done=archived#h-codes`);
    },
  );
}
