import type { FastifyInstance } from "fastify";
import type { Redis } from "ioredis";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";

const readiness = Type.Object({
  ready: Type.Boolean(),
  mongodb: Type.Union([Type.Literal("up"), Type.Literal("away")]),
  redis: Type.Union([Type.Literal("up"), Type.Literal("away")]),
});

/** Probes. Ready means that signatures are stored: MongoDB must answer, Redis may be away. */
export async function health(
  app: FastifyInstance,
  { deps, redis }: { deps: Deps; redis: Redis },
): Promise<void> {
  app.get("/health/live", { schema: { hide: true } }, async () => ({ live: true }));
  app.get(
    "/health/ready",
    { schema: { hide: true, response: { 200: readiness, 503: readiness } } },
    async (_, reply) => {
      const mongodb = await deps.database.connection
        .getClient()
        .db()
        .command({ ping: 1 }, { timeoutMS: 2_000 })
        .then(
          () => "up" as const,
          () => "away" as const,
        );
      const ready = mongodb === "up";
      if (!ready) reply.header("Retry-After", 5);
      return reply
        .code(ready ? 200 : 503)
        .send({ ready, mongodb, redis: redis.status === "ready" ? "up" : "away" });
    },
  );
}
