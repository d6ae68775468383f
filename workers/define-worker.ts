import type { Counter } from "@prometheus-io/client";
import { type Job, Worker } from "bullmq";
import type { Logger } from "pino";
import type { StaticParse, TSchema } from "typebox";
import { Value } from "typebox/value";
import type { LetterSender } from "#campaigns/letters/letter-sender.ts";
import type { MailGate } from "#campaigns/mail/mail-gate.ts";
import type { Deps } from "#campaigns/open.ts";
import { type QueueName, queuePrefix } from "#campaigns/platform/jobs/queues.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import type { UpdateSender } from "#campaigns/updates/sending/update-sender.ts";

/** What the workers of a process share. */
export type WorkerContext = {
  deps: Deps;
  /** What letters are sent with. */
  letterSender: LetterSender;
  /** What updates are sent with. */
  updateSender: UpdateSender;
  /** Says whether mail may leave. */
  gate: MailGate;
  /** Reads the mailbox of returned mail, if there is one; returns how many mails were read. */
  pollReturns(): Promise<number>;
  /** For workers: waits for Redis as long as it takes. */
  redis: RedisClient;
  log: Logger;
  /** Where the newest head of the audit trail is kept outside of the database. */
  auditHeadPath: string;
  jobs: Counter<"queue" | "outcome">;
};

/** Starts one queue's worker. */
export type StartWorker = (context: WorkerContext) => Worker;

/** A dead worker's job is released after `lockDuration`, and another one takes it. Both in milliseconds. */
const timings = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 5 } as const;

/** Queues whose work is to mail. */
const mailing: ReadonlySet<QueueName> = new Set(["mail", "updates"]);

/** Creates a worker that validates each payload, calls one act and counts the outcomes. */
export function defineWorker<Schema extends TSchema>(
  name: QueueName,
  schema: Schema,
  concurrency: number,
  act: (context: WorkerContext, payload: StaticParse<Schema>, job: Job) => Promise<string>,
): StartWorker {
  return (context) => {
    const { redis, log, jobs } = context;
    const worker = new Worker(
      name,
      async (job) => {
        const payload: unknown = job.data;
        const isHeld = mailing.has(name) && (await context.gate.isHeld());
        // What is held stays due in MongoDB, and sweeps bring its job again.
        const outcome = isHeld ? "held" : await act(context, Value.Parse(schema, payload), job);
        jobs.inc({ queue: name, outcome });
        return outcome;
      },
      { connection: redis, prefix: queuePrefix, concurrency, ...timings },
    );
    worker.on("failed", (job, error) => {
      // It is tried again: only a job that is given up has failed.
      const isOver = job?.finishedOn !== undefined;
      jobs.inc({ queue: name, outcome: isOver ? "failed" : "retried" });
      log.warn(
        { queue: name, job: job?.id, attempts: job?.attemptsMade, reason: error.message },
        isOver ? "a job was given up" : "a job failed and is tried again",
      );
    });
    worker.on("error", (error) => log.debug({ queue: name, reason: error.message }, "Redis is away"));
    return worker;
  };
}
