import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { listInArchive } from "#campaigns/updates/archive/list-in-archive.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { redirect } from "../frame/send-console-page.ts";
import { openUpdate } from "./campaign-in-console.ts";
import { updateParams } from "./update-form.ts";
import type { UpdatesOptions } from "./updates-options.ts";

const here = consoleUrls.update(":campaign", ":update");
const closed = { additionalProperties: false } as const;
const archiveForm = Type.Object({ list: Type.String({ maxLength: 3 }) }, closed);
const testForm = Type.Object({ locale: Type.String({ maxLength: 11 }) }, closed);

/** What can be done with an update in any state: keep it out of the archive, and mail oneself a test. */
export async function archiveRoutes(app: FastifyInstance, { deps, sendTest }: UpdatesOptions): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const write = { policy: "updates.write" } as const;
  const params = updateParams;

  pages.post(
    `${here}/archive`,
    { config: write, schema: { params, body: archiveForm } },
    async (request, reply) => {
      const { campaign, update } = request.params;
      await openUpdate(deps, accountOf(request), request.params);
      const isListed = request.body.list === "yes";
      await listInArchive(deps, { account: accountOf(request), actor: actorOf(request) }, update, isListed);
      const notice = isListed ? "listed" : "unlisted";
      return redirect(reply, `${consoleUrls.update(campaign, update)}?notice=${notice}`);
    },
  );

  pages.post(
    `${here}/test`,
    { config: write, schema: { params, body: testForm } },
    async (request, reply) => {
      const { campaign, update } = request.params;
      const account = accountOf(request);
      const opened = await openUpdate(deps, account, request.params);
      const { locale } = request.body;
      const notice = await sendTest(opened, account, locale);
      return redirect(reply, `${consoleUrls.update(campaign, update)}?locale=${locale}&notice=${notice}`);
    },
  );
}
