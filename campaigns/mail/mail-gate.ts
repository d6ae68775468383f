import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { isDuplicate } from "../platform/is-duplicate.ts";
import { queuePrefix } from "../platform/jobs/queues.ts";
import type { Log } from "../platform/log.ts";
import type { RedisClient } from "../platform/open-redis.ts";
import type { Deps } from "./deps.ts";
import type { MailMark } from "./mail-mark.model.ts";

/** What is remembered outside of the database of how far it had come. */
const witnessSchema = Type.Object({
  count: Type.Integer({ minimum: 1 }),
  token: Type.String({ maxLength: 40 }),
});
type Witness = { count: number; token: string };

type Settings = {
  database: Pick<Deps["database"], "mailMarks">;
  redis: RedisClient;
  /** SHEAF_DATA: what this machine remembers lies there, beside the keys. */
  folder: string;
  log: Log;
};

/** Stands before everything that workers mail. */
export type MailGate = {
  /** True while nothing may leave, or while nobody can tell yet. */
  isHeld(): Promise<boolean>;
  stop(): void;
};

/**
 * How often the mark is counted up, in milliseconds: a backup that is younger than that is not told from what came
 * after it.
 */
const countEvery = 5_000;

const redisKey = `${queuePrefix}:mail-mark`;

/**
 * Opens the gate for mail, and shuts it when the database turns out to be an older state than what this process, its
 * machine or Redis remembers: what it holds as not sent may have gone out long ago. It stays shut until a person opens
 * it.
 */
export function openMailGate(settings: Settings, every = countEvery): MailGate {
  const { database, redis, log } = settings;
  let known: Witness | undefined;
  let said = false;
  let strangeSince: number | undefined;
  const remember = async (mark: Witness) => {
    const { count, token } = mark;
    if (count > (known?.count ?? 0)) known = { count, token };
    await Promise.allSettled([
      writeToFile(settings, { count, token }),
      redis.set(redisKey, JSON.stringify({ count, token })),
    ]);
  };
  /** Another process that has just begun to count tells Redis a moment later; and Redis may be away for a while. */
  const mayStillBeTold = () => {
    strangeSince ??= performance.now();
    return redis.status !== "ready" || performance.now() - strangeSince < every;
  };
  const look = async (): Promise<boolean> => {
    known ??= await recall(settings);
    // What was known before the mark is read can't be newer than it; what others remember meanwhile can.
    const before = known;
    const mark = await database.mailMarks.findOne({ _id: "mail" });
    if (!before && mark && mayStillBeTold()) return true;
    const isHeld = mark?.heldAt !== undefined || isOlder(mark, before);
    const next = isHeld && !mark?.heldAt ? await shut(settings, mark, before) : await countUp(settings, mark);
    if (isHeld && !said) log.error(says);
    said = isHeld;
    if (next) await remember(next);
    return isHeld;
  };
  const timer = setInterval(() => void look().catch(() => undefined), every);
  void look().catch(() => undefined);
  return {
    async isHeld() {
      const before = known;
      const mark = await database.mailMarks.findOne({ _id: "mail" });
      return !before || mark?.heldAt !== undefined || isOlder(mark, before) ? look() : false;
    },
    stop: () => clearInterval(timer),
  };
}

const says =
  "The database is an older state, restored from a backup: no mail leaves, as what it holds as not sent may have gone out long " +
  'ago. "sheaf mail status" says what waits, "sheaf mail resume" lets it go on.';

/** A database with a past that nobody here remembers came from elsewhere. */
function isOlder(mark: MailMark | null, known: Witness | undefined): boolean {
  if (!known) return mark !== null;
  if (!mark || mark.count < known.count) return true;
  return mark.count === known.count && mark.token !== known.token;
}

/** Shuts the gate for all processes; beyond all counts that anybody remembers, so that it can be opened again. */
function shut({ database }: Settings, mark: MailMark | null, known: Witness | undefined) {
  const count = Math.max(mark?.count ?? 0, known?.count ?? 0) + 1;
  return database.mailMarks.findOneAndUpdate(
    { _id: "mail" },
    [{ $set: { count, token: randomUUID(), heldAt: "$$NOW" } }],
    { upsert: true, returnDocument: "after" },
  );
}

/** Null when another process was faster: it has counted. */
async function countUp({ database }: Settings, mark: MailMark | null): Promise<Witness | null> {
  const first: MailMark = { _id: "mail", count: 1, token: randomUUID() };
  if (!mark) {
    return database.mailMarks.insertOne(first).then(
      () => first,
      (error: unknown) => {
        if (isDuplicate(error)) return null;
        throw error;
      },
    );
  }
  return database.mailMarks.findOneAndUpdate(
    { _id: "mail", count: mark.count, token: mark.token },
    { $set: { count: mark.count + 1, token: randomUUID() } },
    { returnDocument: "after" },
  );
}

/** The farthest that this machine or Redis remembers. */
async function recall({ redis, folder }: Settings): Promise<Witness | undefined> {
  const texts = await Promise.all([
    readFile(fileIn(folder), "utf8").catch(() => null),
    redis.get(redisKey).catch(() => null),
  ]);
  const found = texts.flatMap((text) => (text === null ? [] : readWitness(text)));
  return found.toSorted((one, other) => other.count - one.count)[0];
}

function readWitness(text: string): Witness[] {
  try {
    const witness: unknown = JSON.parse(text);
    return Value.Check(witnessSchema, witness) ? [witness] : [];
  } catch {
    return [];
  }
}

async function writeToFile({ folder }: Settings, witness: Witness): Promise<void> {
  const draft = `${fileIn(folder)}.${process.pid}.new`;
  await writeFile(draft, JSON.stringify(witness));
  await rename(draft, fileIn(folder));
}

function fileIn(folder: string): string {
  return join(folder, "mail-mark.json");
}
