import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { probeServices } from "#campaigns/platform/probe-services.ts";

const answer = Type.Union([Type.Literal("up"), Type.Literal("away")]);
const away = { mongodb: "away", redis: "away" } as const;
const readiness = Type.Object({ ready: Type.Boolean(), mongodb: answer, redis: answer });

/**
 * Probes. Ready means that signatures are stored: MongoDB must acknowledge a write as it does theirs, Redis may be
 * away. A server that is being stopped is not ready.
 */
export async function health(
  app: FastifyInstance,
  { deps, redis }: { deps: Deps; redis: RedisClient },
): Promise<void> {
  app.get("/health/live", { schema: { hide: true } }, async () => ({ live: true }));
  app.get(
    "/health/ready",
    { schema: { hide: true, response: { 200: readiness, 503: readiness } } },
    async (_, reply) => {
      // A server that stops says so at once, however long MongoDB takes to answer.
      const services = app.takesRequests() ? await probeServices(deps.database.connection, redis) : away;
      const ready = services.mongodb === "up" && app.takesRequests();
      if (!ready) reply.header("Retry-After", 5);
      return reply.code(ready ? 200 : 503).send({ ready, ...services });
    },
  );
}
