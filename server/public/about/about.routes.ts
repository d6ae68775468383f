import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPublicPage } from "../../page/send-page.ts";
import { aboutPage, aboutPages } from "./about.view.ts";

/** The pages about Sheaf: how it counts, what it stores, how accessible it is. */
export async function aboutRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  for (const name of aboutPages) {
    pages.get(`${localePath}/${name}`, { schema: { params: params.locale } }, async (request, reply) => {
      const page = aboutPage(phrasebook(request.params.locale), name, deps.publicUrl);
      return sendPublicPage(request, reply, page, keptFor.texts);
    });
  }
}
