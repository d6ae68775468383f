import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { reaches } from "#campaigns/access/reach.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { listUpdates } from "#campaigns/updates/find-update.ts";
import { templateNames } from "#campaigns/updates/triggers/template.model.ts";
import { templateTexts } from "#campaigns/updates/triggers/template-texts.ts";
import { createUpdate } from "#campaigns/updates/writing/write-update.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { campaignInConsole } from "./campaign-in-console.ts";
import { beginPage, updatesPage } from "./list.view.ts";
import { sayNotice } from "./notices.ts";
import { campaignParams } from "./update-form.ts";
import type { UpdatesOptions } from "./updates-options.ts";

const here = consoleUrls.updates(":campaign");
const beginForm = Type.Object(
  { organisation: Type.String({ maxLength: 80 }), template: Type.String({ maxLength: 20 }) },
  { additionalProperties: false },
);
const query = Type.Object({ notice: Type.Optional(Type.String({ maxLength: 20 })) });

/** The list of a campaign's updates, and creating one. */
export async function listRoutes(app: FastifyInstance, { deps }: UpdatesOptions): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const params = campaignParams;

  pages.get(
    here,
    { config: { policy: "updates.read" }, schema: { params, querystring: query } },
    async (request, reply) => {
      const account = accountOf(request);
      const campaign = await campaignInConsole(deps, request.params.campaign);
      const updates = await listUpdates(deps, account, campaign.slug);
      const organisations = await listOrganisations(deps);
      const book = consoleBook(account.locale);
      const notice = sayNotice(book, request.query.notice);
      return sendConsolePage(reply, updatesPage(book, { campaign, account, updates, organisations, notice }));
    },
  );

  pages.get(
    `${here}/new`,
    { config: { policy: "updates.write" }, schema: { params } },
    async (request, reply) => {
      const account = accountOf(request);
      const campaign = await campaignInConsole(deps, request.params.campaign);
      const all = await listOrganisations(deps);
      const reached = all.filter(({ slug }) => reaches(account, slug));
      const own = { slug: account.organisation, name: account.organisation };
      const organisations = reached.length > 0 ? reached : [own];
      return sendConsolePage(
        reply,
        beginPage(consoleBook(account.locale), { campaign, account, organisations }),
      );
    },
  );

  pages.post(
    `${here}/new`,
    { config: { policy: "updates.write" }, schema: { params, body: beginForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const campaign = await campaignInConsole(deps, request.params.campaign);
      const template = templateNames.find((name) => name === request.body.template);
      const by = { account, actor: actorOf(request) };
      const draft = {
        texts: template ? templateTexts(template, campaign, campaign.goals[0] ?? 0) : {},
        fallback: campaign.languages.slice(0, 1),
        audience: {},
      };
      const update = await createUpdate(deps, by, campaign, draft, request.body.organisation);
      return redirect(reply, `${consoleUrls.update(campaign.slug, update._id.toHexString())}?notice=created`);
    },
  );
}
