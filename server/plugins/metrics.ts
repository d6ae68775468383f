import { Gauge, Registry } from "@prometheus-io/client";
import type { FastifyInstance } from "fastify";
import fastifyMetrics from "fastify-metrics";
import type { Deps } from "#campaigns/open.ts";
import { measureBacklog } from "#campaigns/signing/sheets/measure-backlog.ts";

/** Serves `/metrics` for Prometheus: requests by route, the process, the workers' backlog. */
export async function metrics(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
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
  new Gauge({
    name: "sheaf_backlog_seconds",
    help: "Age of the oldest sheet that is not processed",
    registers: [register],
    async collect() {
      this.set((await measureBacklog(deps)).seconds);
    },
  });
  new Gauge({
    name: "sheaf_lost_nudges",
    help: "Jobs that could not be added since start; the sweep adds them again",
    registers: [register],
    collect() {
      this.set(deps.jobs.lost());
    },
  });
}
