import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { findPicture } from "#campaigns/updates/pictures/find-picture.ts";

const params = Type.Object({ picture: Type.String({ pattern: "^[0-9a-f]{32}$", maxLength: 32 }) });

/**
 * The pictures of updates. An address is the same in everybody's mail and nobody is counted; mail proxies may cache
 * pictures for a year.
 */
export async function mediaRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  app
    .withTypeProvider<TypeBoxTypeProvider>()
    .get("/media/:picture", { schema: { params } }, async (request, reply) => {
      const picture = await findPicture(deps, request.params.picture);
      if (!picture) throw new DomainError("not-found", "There is no such picture.");
      return (
        reply
          .header("Cache-Control", "public, max-age=31536000, immutable")
          // Webmail shows them on another site's page.
          .header("Cross-Origin-Resource-Policy", "cross-origin")
          .type(`image/${picture.format}`)
          .send(picture.content)
      );
    });
}
