import { Registry } from "@prometheus-io/client";
import type { FastifyInstance } from "fastify";
import fastifyMetrics from "fastify-metrics";
import type { Deps } from "#campaigns/open.ts";
import { addMeasures } from "#campaigns/platform/measures.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { serviceMeasures } from "#campaigns/platform/probe-services.ts";
import { backlogMeasures } from "#campaigns/signing/sheets/measure-backlog.ts";

type Options = { deps: Deps; redis: RedisClient; keyFileProblem(): string | undefined };

/** Serves `/metrics` for Prometheus: requests by route, the process, the workers' backlog. */
export async function metrics(app: FastifyInstance, { deps, redis, keyFileProblem }: Options): Promise<void> {
  const register = new Registry();
  await app.register(fastifyMetrics.default, {
    endpoint: null,
    defaultMetrics: { enabled: true, register },
    routeMetrics: {
      overrides: { histogram: { registers: [register] }, summary: { registers: [register] } },
      enabled: { histogram: true, summary: false },
    },
  });
  app.get("/metrics", { schema: { hide: true } }, async (_, reply) =>
    reply.type(register.contentType).send(await register.metrics()),
  );
  addMeasures(register, [
    ...backlogMeasures(deps),
    ...serviceMeasures(deps.database.connection, redis),
    {
      name: "sheaf_lost_nudges",
      help: "Jobs that could not be added since start; the sweep adds them again",
      measure: async () => [{ value: deps.jobs.lost() }],
    },
    {
      name: "sheaf_key_file_broken",
      help: "1 while the key file is gone, broken or another installation's: no process could start with it",
      measure: async () => [{ value: keyFileProblem() ? 1 : 0 }],
    },
  ]);
}
