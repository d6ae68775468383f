import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { requestFreshLinks } from "#campaigns/letters/request-links.ts";
import type { Deps } from "#campaigns/open.ts";
import { addresses } from "../../page/addresses.ts";
import { emptyForm } from "../../page/empty-form.ts";
import { localePath, params } from "../../page/params.ts";

/** Behind the button on the page of an old link: fresh links go to the address that signed. */
export async function freshLinksRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  for (const purpose of ["confirm", "withdraw", "preferences"] as const) {
    pages.post(
      `${localePath}/${purpose}/:token/fresh`,
      { schema: { params: params.token, body: emptyForm } },
      async (request, reply) => {
        const { locale } = request.params;
        request.countAttempt();
        const { campaign } = await requestFreshLinks(deps, purpose, request.params);
        return reply
          .header("Cache-Control", "no-store")
          .redirect(addresses.linksSent(locale, campaign.slug), 303);
      },
    );
  }
}
