import { setTimeout as wait } from "node:timers/promises";
import { Counter, Registry } from "@prometheus-io/client";
import type { Worker } from "bullmq";
import type { Logger } from "pino";
import { keptHeadPath } from "#campaigns/audit/kept-head.ts";
import { openLetterSender } from "#campaigns/letters/letter-sender.ts";
import { openMailGate } from "#campaigns/mail/mail-gate.ts";
import { openTransport } from "#campaigns/mail/transport.ts";
import { openDeps } from "#campaigns/open-deps.ts";
import type { Config } from "#campaigns/platform/config.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { type QueueName, queueNames } from "#campaigns/platform/jobs/queues.ts";
import { openRedis } from "#campaigns/platform/open-redis.ts";
import { refuseTakenPort } from "#campaigns/platform/refuse-taken-port.ts";
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
  await refuseTakenPort("WORKERS_PORT", config.HOST, config.WORKERS_PORT);
  const closers: Closer[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const { port } = await open(config, log, queues, (closer) => closers.push(closer));
    return { port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Closer = () => void | Promise<void>;

/** Opens one thing after another; `atEnd` is told what closes each, from the last to the first. */
async function open(
  config: Config,
  log: Logger,
  queues: readonly QueueName[],
  atEnd: (closer: Closer) => void,
): Promise<{ port: number }> {
  const open = await openDeps(config, log);
  atEnd(() => open.close());
  // Workers wait for Redis as long as it takes; their work is stored in MongoDB.
  const redis = openRedis(config.REDIS_URL, "waits");
  atEnd(() => redis.disconnect());
  const { deps } = open;
  const updateSender = openUpdateSender(config, open.redis, deps.keys);
  atEnd(() => updateSender.close());
  const gate = openMailGate({ database: deps.database, redis: open.redis, folder: config.SHEAF_DATA, log });
  atEnd(() => gate.stop());
  const registry = new Registry();
  const bounceContext = { deps, log, returns: countReturns(registry) };
  const pollReturns = pollerOf(config, bounceContext);
  const letters = countLetters(registry);
  const letterSender = openLetterSender(deps, openTransport(config, open.redis, deps.keys, "letters"), {
    tell: (outcome, count) => letters.inc({ outcome }, count),
    isHeld: () => gate.isHeld(),
  });
  atEnd(() => letterSender.close());
  const context: WorkerContext = {
    deps,
    gate,
    letterSender,
    updateSender,
    pollReturns,
    redis,
    log,
    auditHeadPath: keptHeadPath(config),
    ...countWork(registry),
  };
  const workers: Worker[] = [];
  const metrics = await serveMetrics(
    { open, registry, workers },
    { host: config.HOST, port: config.WORKERS_PORT },
  );
  atEnd(() => metrics.close());
  if (config.SHEAF_BOUNCE_PORT && queues.includes("mail")) {
    const receiving = await receiveReturnedMail(bounceContext, {
      host: config.HOST,
      port: config.SHEAF_BOUNCE_PORT,
    });
    atEnd(() => receiving.close());
  }
  workers.push(...queues.map((name) => starters[name](context)));
  atEnd(() => closeAll(workers));
  if (queues.includes("sweep")) {
    const sweeping = keepSweeping(deps.jobs.queues.sweep, log, deps.now);
    atEnd(() => sweeping.stop());
  }
  return metrics;
}

/**
 * BullMQ waits without limit until a worker's waiting connection says that it has ended, and one that is told to end
 * while it is being made again, as after the failover of a cluster, never says so (redis/ioredis#2169,
 * taskforcesh/bullmq#4656). A job that is still under way after so long is done again by another worker.
 */
const longestClosing = 10_000;

async function closeAll(workers: readonly Worker[]): Promise<void> {
  const closing = Promise.all(workers.map((worker) => worker.close()));
  await Promise.race([closing, wait(longestClosing, undefined, { ref: false })]);
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

function countLetters(registry: Registry) {
  return new Counter({
    name: "sheaf_letters_total",
    help: "Letters worked on, by outcome",
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
  };
}
