import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

class NotAPath extends Error {
  readonly statusCode = 400;
  readonly code = "NOT_A_PATH";
}

/**
 * Refuses requests whose target is not a path: `http://host/path`, `//host`, `*`. The router would take some of them
 * for a path, and a browser that builds an address from one would leave for another host.
 */
export const targets = fastifyPlugin(
  async (app: FastifyInstance) => {
    app.addHook("onRequest", (request, _, done) => {
      done(isPath(request.raw.url) ? undefined : new NotAPath("Ask for a path of this site, such as /en."));
    });
  },
  { name: "targets" },
);

function isPath(target: string | undefined): boolean {
  return target !== undefined && /^\/(?![/\\])/.test(target);
}
