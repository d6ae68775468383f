import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { DomainError } from "#campaigns/platform/errors.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Stops so that no request is lost: see `draining`. */
    drain(): Promise<void>;
    /** False from the moment on that it stops. */
    takesRequests(): boolean;
  }
}

/**
 * Ends a server beside others without losing a request. From the first moment `/health/ready` says no and every answer
 * closes its connection, so that the proxy looks elsewhere; for as long as it may need to notice, everything is still
 * answered. What comes after that on a connection that stayed open is told to come again, and what is under way is
 * finished.
 */
export const draining = fastifyPlugin<{ seconds: number }>(
  async (app: FastifyInstance, { seconds }) => {
    let state: "open" | "draining" | "ending" = "open";
    app.decorate("takesRequests", () => state === "open");
    app.decorate("drain", async () => {
      if (state !== "open") return;
      state = "draining";
      await wait(seconds * 1_000);
      state = "ending";
      await app.close();
    });
    app.addHook("onRequest", async (_, reply) => {
      if (state === "open") return;
      reply.header("Connection", "close");
      if (state === "ending")
        throw new DomainError("stopping", "This server is being stopped: the next one takes your request.");
    });
  },
  { name: "draining" },
);
