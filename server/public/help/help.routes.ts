import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { helpPage } from "./help.view.ts";
import { readHelpLines } from "./help-lines.ts";

/** Lines that help children, by country. */
export async function helpRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const help = readHelpLines();
  pages.get(`${localePath}/help`, { schema: { params: params.locale } }, async (request, reply) => {
    const page = helpPage(phrasebook(request.params.locale), help, deps.publicUrl);
    return sendPublicPage(request, reply, page, keptFor.texts);
  });
}
