import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { collectDefaultMetrics, Gauge, type Registry } from "@prometheus-io/client";
import type { Deps } from "#campaigns/open.ts";
import { queueNames } from "#campaigns/platform/jobs/queues.ts";
import { measureBacklog } from "#campaigns/signing/sheets/measure-backlog.ts";

/** Serves `/metrics` for Prometheus and `/health/live`; nothing personal is in either. */
export async function serveMetrics(
  deps: Deps,
  registry: Registry,
  { host, port }: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  collectDefaultMetrics({ register: registry });
  watchBacklog(deps, registry);
  const server = createServer((request, response) => {
    if (request.url === "/health/live") response.end("live\n");
    else if (request.url === "/metrics") {
      registry.metrics().then(
        (text) => response.setHeader("Content-Type", registry.contentType).end(text),
        () => response.writeHead(503).end("MongoDB or Redis is away\n"),
      );
    } else response.writeHead(404).end("Only /metrics and /health/live are here.\n");
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

function watchBacklog(deps: Deps, registry: Registry): void {
  new Gauge({
    name: "sheaf_backlog_seconds",
    help: "Age of the oldest sheet that is not processed",
    registers: [registry],
    async collect() {
      this.set((await measureBacklog(deps)).seconds);
    },
  });
  new Gauge({
    name: "sheaf_queue_jobs",
    help: "Jobs that wait or are worked on, by queue",
    labelNames: ["queue"],
    registers: [registry],
    async collect() {
      for (const queue of queueNames) this.set({ queue }, await deps.jobs.queues[queue].count());
    },
  });
}

function isInternet(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
