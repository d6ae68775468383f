import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { DomainError } from "#campaigns/platform/errors.ts";
import { switchHandover } from "#campaigns/updates/triggers/switch-handover.ts";
import { readMilestoneSwitch, switchMilestones } from "#campaigns/updates/triggers/switch-milestones.ts";
import { type TemplateMode, templateModes } from "#campaigns/updates/triggers/template.model.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { campaignInConsole } from "./campaign-in-console.ts";
import { type HandoverMode, handoverModes, templatesPage } from "./templates.view.ts";
import { campaignParams } from "./update-form.ts";
import type { UpdatesOptions } from "./updates-options.ts";

const here = consoleUrls.updateTemplates(":campaign");
const modeForm = Type.Object(
  {
    milestone: Type.Unsafe<TemplateMode>(Type.String({ enum: [...templateModes] })),
    handover: Type.Unsafe<HandoverMode>(Type.String({ enum: [...handoverModes] })),
  },
  { additionalProperties: false },
);

/** What templates do automatically: nothing, until somebody switches them on. */
export async function templatesRoutes(app: FastifyInstance, { deps }: UpdatesOptions): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const config = { policy: "updates.write" } as const;
  const params = campaignParams;

  pages.get(here, { config, schema: { params } }, async (request, reply) => {
    const account = accountOf(request);
    const campaign = await campaignInConsole(deps, request.params.campaign);
    const chosen = await readMilestoneSwitch(deps, campaign.slug);
    return sendConsolePage(reply, templatesPage(consoleBook(account.locale), { campaign, account, chosen }));
  });

  pages.post(here, { config, schema: { params, body: modeForm } }, async (request, reply) => {
    const account = accountOf(request);
    const campaign = await campaignInConsole(deps, request.params.campaign);
    const by = { account, actor: actorOf(request) };
    const { milestone, handover } = request.body;
    try {
      await switchMilestones(deps, by, campaign, milestone);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "not-allowed") throw error;
      const chosen = await readMilestoneSwitch(deps, campaign.slug);
      const book = consoleBook(account.locale);
      const refused = { error: book.say("updates.template.refused"), handover };
      return sendConsolePage(reply, templatesPage(book, { campaign, account, chosen, refused }), 403);
    }
    await switchHandover(deps, by, campaign, handover === "draft");
    return redirect(reply, `${consoleUrls.updates(campaign.slug)}?notice=templates`);
  });
}
