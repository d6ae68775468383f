import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The token in the address is all the authority that the act needs: it may come from anywhere. */
    fromAnySite?: boolean;
  }
}

type Options = { publicUrl: string };

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

class ForeignForm extends Error {
  readonly statusCode = 403;
  readonly code = "FOREIGN_FORM";
}

/**
 * Refuses forms that another site sends in a visitor's name. Browsers say where a form comes from; programs that say
 * nothing act only for themselves and pass.
 */
export const origin = fastifyPlugin<Options>(
  async (app: FastifyInstance, { publicUrl }) => {
    const own = new URL(publicUrl).host;
    app.addHook("onRequest", (request, _, done) => {
      const isFree = safeMethods.has(request.method) || request.routeOptions.config.fromAnySite === true;
      const foreign = !isFree && isForeign(request, own);
      done(
        foreign
          ? new ForeignForm("This form was sent from another site: open it here and send it again.")
          : undefined,
      );
    });
  },
  { name: "origin" },
);

function isForeign(request: FastifyRequest, own: string): boolean {
  const { origin: from, "sec-fetch-site": site } = request.headers;
  if (from !== undefined) {
    const host = URL.parse(from)?.host;
    return host === undefined || (host !== own && host !== request.host);
  }
  return site === "cross-site" || site === "same-site";
}
