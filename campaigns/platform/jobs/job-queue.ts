import { type JobsOptions, Queue } from "bullmq";
import type { Types } from "mongoose";
import type { RedisClient } from "../open-redis.ts";
import { type Payload, type QueueName, queuePrefix, queues } from "./queues.ts";

/** Adds jobs. The sweep recovers lost ones, so nobody waits for this and nothing fails because of it. */
export type JobQueue = {
  /** A sheet was stored. */
  sheetStored(sheet: Types.ObjectId): void;
  /** A sheet was left unprocessed; its job is added at most once a minute however often it is found. */
  sheetLeft(sheet: Types.ObjectId, now: Date): Promise<void>;
  /** A sheet was processed: its campaign's tallies are folded at once, or a second after the fold before. */
  sheetProcessed(campaign: number): void;
  /** A campaign whose processed sheets nobody has folded for some seconds; added at most once every ten seconds. */
  campaignLeft(campaign: number, now: Date): Promise<void>;
  /** Letters are due, of whatever kind and number: the worker that gets the job takes them from the outbox. */
  lettersDue(): void;
  /** Letters have been due for a while: one job more, for a process that may help or start over. */
  lettersLeft(now: Date): Promise<void>;
  /** Somebody requested a bundle. */
  bundleAsked(bundle: string): void;
  /** Bundles that are waiting, or whose worker died, and whose jobs may be lost. */
  bundlesLeft(bundles: readonly string[], now: Date): Promise<void>;
  /** An update has to be started, planned or finished. */
  updateDue(update: Types.ObjectId): void;
  /** Ranges of an update have to be sent. */
  rangesDue(update: Types.ObjectId, ranges: readonly number[]): void;
  /** An update, or ranges of it, with something to do, whose jobs may be lost. */
  updateLeft(update: Types.ObjectId, ranges: readonly number[], now: Date): Promise<void>;
  /** The queues, for the queue page and metrics. */
  queues: Readonly<Record<QueueName, Queue>>;
  /** Jobs that could not be added since start. */
  lost(): number;
  close(): Promise<void>;
};

/** How long after the one before a campaign's tallies are folded again; the first of a while comes at once. */
const foldEvery = 1_000;

/** How often it is said that letters are due, in milliseconds, where many sheets bring some. */
const lettersEvery = 50;

/** Starting, planning and finishing an update comes before sending its ranges. */
const rangePriority = 10;
/** A range that nobody is working on gets a new job at most this often, in milliseconds. */
const leftEvery = 10_000;

/** Letters that are found waiting get a job more this often at most, in milliseconds. */
const lettersLeftEvery = 4_000;

/** Opens the queues on a connection that fails at once while Redis is away. */
export function openJobQueue(redis: RedisClient): JobQueue {
  const open = (name: QueueName) => {
    const queue = new Queue(name, {
      connection: redis,
      prefix: queuePrefix,
      defaultJobOptions: queues[name].options,
    });
    queue.on("error", () => undefined);
    return queue;
  };
  const opened = {
    sheets: open("sheets"),
    tallies: open("tallies"),
    mail: open("mail"),
    bundles: open("bundles"),
    updates: open("updates"),
    sweep: open("sweep"),
  };
  let lost = 0;
  const nextFold = openFoldTimes();
  const add: Add = async (name, payload, options) => {
    if (redis.status !== "ready") {
      lost += 1;
      return;
    }
    await opened[name].add(name, payload, options).catch(() => {
      lost += 1;
    });
  };
  return {
    sheetStored: (sheet) =>
      void add("sheets", { sheetId: sheet.toHexString() }, { jobId: sheet.toHexString() }),
    sheetLeft: (sheet, now) => {
      const id = sheet.toHexString();
      return add("sheets", { sheetId: id }, { jobId: `${id}-${Math.floor(now.getTime() / 60_000)}` });
    },
    sheetProcessed: (campaign) => {
      const delay = nextFold(campaign);
      if (delay === undefined) return;
      const deduplication = { id: `fold-${campaign}`, keepLastIfActive: true };
      void add("tallies", { campaign }, { delay, deduplication });
    },
    // Without a delay: that is counted by the clocks of machines.
    campaignLeft: (campaign, now) =>
      add("tallies", { campaign }, { jobId: `fold-${campaign}-${Math.floor(now.getTime() / leftEvery)}` }),
    lettersDue: atMostEvery(lettersEvery, () => {
      void add("mail", {}, { deduplication: { id: "letters", keepLastIfActive: true } });
    }),
    lettersLeft: (now) => add("mail", {}, { jobId: `left-${Math.floor(now.getTime() / lettersLeftEvery)}` }),
    bundleAsked: (bundle) => void add("bundles", { bundle }, { jobId: bundle }),
    bundlesLeft: async (bundles, now) => {
      const minute = Math.floor(now.getTime() / 60_000);
      await Promise.all(
        bundles.map((bundle) => add("bundles", { bundle }, { jobId: `${bundle}-${minute}` })),
      );
    },
    ...updateJobs(add),
    queues: opened,
    lost: () => lost,
    close: async () => {
      await Promise.all(Object.values(opened).map((queue) => queue.close()));
    },
  };
}

/**
 * Tells in how many milliseconds the next fold of a campaign is to come; undefined when that was told before,
 * and it takes along whatever is processed until then. Each process counts its own.
 */
function openFoldTimes(): (campaign: number) => number | undefined {
  const times = new Map<number, number>();
  return (campaign) => {
    const now = performance.now();
    const last = times.get(campaign) ?? Number.NEGATIVE_INFINITY;
    if (last > now) return undefined;
    const next = Math.max(now, last + foldEvery);
    times.set(campaign, next);
    return Math.ceil(next - now);
  };
}

/** Acts at once, and after that once for all calls of a while. */
function atMostEvery(milliseconds: number, act: () => void): () => void {
  let isResting = false;
  let isCalled = false;
  const actNow = () => {
    isResting = true;
    isCalled = false;
    act();
    setTimeout(() => {
      isResting = false;
      if (isCalled) actNow();
    }, milliseconds);
  };
  return () => {
    if (isResting) isCalled = true;
    else actNow();
  };
}

type Add = <Name extends QueueName>(
  name: Name,
  payload: Payload<Name>,
  options: JobsOptions,
) => Promise<void>;

function updateJobs(add: Add): Pick<JobQueue, "updateDue" | "rangesDue" | "updateLeft"> {
  const addWhole = (update: string) =>
    add("updates", { update }, { deduplication: { id: `update-${update}`, keepLastIfActive: true } });
  const addRange = (update: string, range: number, moment = "") =>
    add("updates", { update, range }, { jobId: `${update}-${range}${moment}`, priority: rangePriority });
  return {
    updateDue: (update) => void addWhole(update.toHexString()),
    rangesDue: (update, ranges) => {
      for (const range of ranges) void addRange(update.toHexString(), range);
    },
    updateLeft: async (update, ranges, now) => {
      const moment = `-${Math.floor(now.getTime() / leftEvery)}`;
      await addWhole(update.toHexString());
      await Promise.all(ranges.map((range) => addRange(update.toHexString(), range, moment)));
    },
  };
}
