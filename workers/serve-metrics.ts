import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { collectDefaultMetrics, type Registry } from "@prometheus-io/client";
import type { Worker } from "bullmq";
import { workMeasures } from "#campaigns/dashboard/work-measures.ts";
import type { OpenDeps } from "#campaigns/open-deps.ts";
import { queueNames } from "#campaigns/platform/jobs/queues.ts";
import { addMeasures } from "#campaigns/platform/measures.ts";
import { probeServices, serviceMeasures } from "#campaigns/platform/probe-services.ts";

/** What is watched: `workers` are added as they start, none of them works before. */
type Watched = { open: OpenDeps; registry: Registry; workers: readonly Worker[] };

/**
 * Serves `/metrics` for Prometheus, `/health/live`, and `/health/ready`: workers are ready while they run, MongoDB
 * acknowledges writes and Redis takes them. Nothing personal is in any of these.
 */
export async function serveMetrics(
  { open, registry, workers }: Watched,
  { host, port }: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  collectDefaultMetrics({ register: registry });
  measure(open, registry);
  const server = createServer((request, response) => {
    if (request.url === "/health/live") response.end("live\n");
    else if (request.url === "/health/ready") void answerReady({ open, registry, workers }, response);
    else if (request.url === "/metrics") {
      registry.metrics().then(
        (text) => response.setHeader("Content-Type", registry.contentType).end(text),
        (error: Error) => response.writeHead(500).end(`${error.message}\n`),
      );
    } else response.writeHead(404).end("Only /metrics, /health/live and /health/ready are here.\n");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: isInternet(address) ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerReady({ open, workers }: Watched, response: ServerResponse): Promise<void> {
  const services = await probeServices(open.deps.database.connection, open.redis);
  const running = workers.length > 0 && workers.every((worker) => worker.isRunning());
  const ready = running && services.mongodb === "up" && services.redis === "up";
  response.writeHead(ready ? 200 : 503, {
    "Content-Type": "application/json",
    ...(!ready && { "Retry-After": "5" }),
  });
  response.end(`${JSON.stringify({ ready, running, ...services })}\n`);
}

function measure({ deps, redis, keyFileProblem }: OpenDeps, registry: Registry): void {
  addMeasures(registry, [
    ...workMeasures(deps),
    ...serviceMeasures(deps.database.connection, redis),
    {
      name: "sheaf_queue_jobs",
      help: "Jobs that wait or are worked on, by queue",
      labels: ["queue"],
      measure: () =>
        Promise.all(
          queueNames.map(async (queue) => ({
            labels: { queue },
            value: await deps.jobs.queues[queue].count(),
          })),
        ),
    },
    {
      name: "sheaf_key_file_broken",
      help: "1 while the key file is gone, broken or another installation's: no process could start with it",
      measure: async () => [{ value: keyFileProblem() ? 1 : 0 }],
    },
  ]);
}

function isInternet(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
