import { Counter, Gauge, Registry } from "@prometheus-io/client";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import { keptHeadPath } from "#campaigns/audit/kept-head.ts";
import { createMailer } from "#campaigns/mail/mailer.ts";
import { openDeps } from "#campaigns/open.ts";
import type { Config } from "#campaigns/platform/config.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { type QueueName, queueNames } from "#campaigns/platform/jobs/queues.ts";
import { openUpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { bundlesWorker } from "./bundles.worker.ts";
import type { StartWorker, WorkerContext } from "./define-worker.ts";
import { keepSweeping } from "./keep-sweeping.ts";
import { mailWorker } from "./mail.worker.ts";
import { pollReturnedMail, readReturnBox } from "./poll-returned-mail.ts";
import { type BounceContext, receiveReturnedMail } from "./receive-returned-mail.ts";
import { serveMetrics } from "./serve-metrics.ts";
import { sheetsWorker } from "./sheets.worker.ts";
import { sweepWorker } from "./sweep.worker.ts";
import { talliesWorker } from "./tallies.worker.ts";
import { updatesWorker } from "./updates.worker.ts";

const starters: Readonly<Record<QueueName, StartWorker>> = {
  sheets: sheetsWorker,
  tallies: talliesWorker,
  mail: mailWorker,
  bundles: bundlesWorker,
  updates: updatesWorker,
  sweep: sweepWorker,
};

/** Running workers. */
export type Workers = { port: number; close(): Promise<void> };

/**
 * Starts a worker for each of some queues and serves metrics. The process that works on `mail` also receives
 * returned mail, the one that works on `sweep` keeps the sweeps scheduled. Any number of processes may run.
 * @throws DomainError `database-unavailable`, `keys-lost` or `configuration`.
 */
export async function startWorkers(
  config: Config,
  log: Logger,
  queues: readonly QueueName[] = queueNames,
): Promise<Workers> {
  const open = await openDeps(config);
  const mailer = createMailer(config.SMTP_URL, config.SHEAF_MAIL_FROM);
  // Workers wait for Redis as long as it takes; their work is stored in MongoDB.
  const redis = new Redis(config.REDIS_URL, { maxRetriesPerRequest: null });
  redis.on("error", () => undefined);
  const registry = new Registry();
  const updateSender = openUpdateSender(config, open.redis, open.deps.keys);
  const bounceContext = { deps: open.deps, log, returns: countReturns(registry) };
  const pollReturns = pollerOf(config, bounceContext);
  const counts = countWork(registry);
  const context: WorkerContext = {
    deps: open.deps,
    mailer,
    updateSender,
    pollReturns,
    redis,
    log,
    auditHeadPath: keptHeadPath(config),
    ...counts,
  };
  const receiving =
    config.SHEAF_BOUNCE_PORT && queues.includes("mail")
      ? await receiveReturnedMail(bounceContext, { host: config.HOST, port: config.SHEAF_BOUNCE_PORT })
      : undefined;
  const workers = queues.map((name) => starters[name](context));
  const sweeping = queues.includes("sweep") ? keepSweeping(open.deps.jobs.queues.sweep, log) : undefined;
  const metrics = await serveMetrics(open.deps, registry, { host: config.HOST, port: config.WORKERS_PORT });
  return {
    port: metrics.port,
    close: async () => {
      sweeping?.stop();
      await receiving?.close();
      await Promise.all(workers.map((worker) => worker.close()));
      await mailer.close();
      updateSender.close();
      await metrics.close();
      redis.disconnect();
      await open.close();
    },
  };
}

function pollerOf(config: Config, bounceContext: BounceContext): () => Promise<number> {
  if (!config.SHEAF_BOUNCE_IMAP_URL) return async () => 0;
  const box = readReturnBox(config.SHEAF_BOUNCE_IMAP_URL);
  if (!bounceContext.deps.bounces)
    throw new DomainError("configuration", "SHEAF_BOUNCE_IMAP_URL needs SHEAF_BOUNCE_ADDRESS.");
  return () => pollReturnedMail(bounceContext, box);
}

function countReturns(registry: Registry) {
  return new Counter({
    name: "sheaf_returned_mails_total",
    help: "Mails that came to return addresses, by what they were",
    labelNames: ["outcome"],
    registers: [registry],
  });
}

function countWork(registry: Registry) {
  const registers = [registry];
  return {
    jobs: new Counter({
      name: "sheaf_jobs_total",
      help: "Jobs that ended, by queue and outcome",
      labelNames: ["queue", "outcome"],
      registers,
    }),
    letters: new Counter({
      name: "sheaf_letters_total",
      help: "Letters worked on, by outcome",
      labelNames: ["outcome"],
      registers,
    }),
    drift: new Gauge({
      name: "sheaf_drift",
      help: "Places where the last recount found a count apart from what it counts, by campaign",
      labelNames: ["campaign", "against"],
      registers,
    }),
  };
}
