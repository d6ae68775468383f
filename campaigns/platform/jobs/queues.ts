import type { JobsOptions } from "bullmq";
import { type Static, type TSchema, Type } from "typebox";
import { day, hour, second } from "../durations.ts";

const sheetId = Type.String({ pattern: "^[0-9a-f]{24}$" });

const steady = {
  attempts: 8,
  backoff: { type: "exponential", delay: second, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { age: 24 * 3600, count: 1_000 },
} as const satisfies JobsOptions;

/**
 * The queues: what a job carries (ids only, never anything personal) and how it is retried. MongoDB is the truth; a
 * job may be lost or delivered twice.
 */
export const queues = {
  sheets: { payload: Type.Object({ sheetId }, { additionalProperties: false }), options: steady },
  tallies: {
    payload: Type.Object({ campaign: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
    options: steady,
  },
  /** One job for all letters that are due: which those are, the outbox knows. */
  mail: { payload: Type.Object({}, { additionalProperties: false }), options: { ...steady, attempts: 1 } },
  bundles: {
    payload: Type.Object(
      { bundle: Type.String({ pattern: "^[0-9a-f]{24}$" }) },
      { additionalProperties: false },
    ),
    options: steady,
  },
  updates: {
    payload: Type.Object(
      {
        update: Type.String({ pattern: "^[0-9a-f]{24}$" }),
        /** The range of its dispatches; if omitted, the update as a whole. */
        range: Type.Optional(Type.Integer({ minimum: 0 })),
      },
      { additionalProperties: false },
    ),
    options: steady,
  },
  sweep: {
    payload: Type.Object({}, { additionalProperties: false }),
    options: { ...steady, attempts: 1 },
  },
} as const satisfies Record<string, { payload: TSchema; options: JobsOptions }>;

/** The name of a queue. */
export type QueueName = keyof typeof queues;

/** The payload of a queue's jobs. */
export type Payload<Name extends QueueName> = Static<(typeof queues)[Name]["payload"]>;

/** Tells whether a text is the name of a queue. */
export function isQueueName(name: string): name is QueueName {
  return Object.hasOwn(queues, name);
}

/** All names, in the order in which a signature passes through them. */
export const queueNames: readonly QueueName[] = Object.keys(queues).filter(isQueueName);

/** Redis key prefix of all queues; the braces keep a queue's keys on one node of a cluster. */
export const queuePrefix = "{sheaf}";

/** Repeating sweeps by name, with their interval in milliseconds. */
export const sweeps = {
  "rescue-sheets": 3 * second,
  "due-letters": 5 * second,
  reminders: 60 * second,
  "expired-pending": 60 * second,
  "due-updates": 5 * second,
  "returned-mail": 60 * second,
  "milestone-updates": 60 * second,
  "handover-updates": 60 * second,
  recount: hour,
  "audit-head": 60 * second,
  log: 10 * second,
  checkpoints: hour,
  "recount-sheets": day,
  "recount-updates": hour,
  "left-bundles": 10 * second,
  "expired-bundles": 300 * second,
  disk: 60 * second,
} as const;

/** The name of a sweep. */
export type SweepName = keyof typeof sweeps;

/** Tells whether a job's name is one of the sweeps. */
export function isSweep(name: string): name is SweepName {
  return Object.hasOwn(sweeps, name);
}

/** Redis channel on which workers tell servers `{ campaign, total }` when a total changed. */
export const totalsChannel = `${queuePrefix}:totals`;
