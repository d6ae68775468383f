import { setTimeout as wait } from "node:timers/promises";
import type { mongo } from "mongoose";
import type { LetterEntry } from "../outbox/letter.model.ts";
import { fromNow } from "../platform/database-time.ts";
import { type Claim, heldBy } from "../platform/lease.ts";
import type { Deps } from "./deps.ts";
import type { Ending } from "./mail.ts";

/** Endings that come within so many milliseconds share a write. */
const linger = 50;
/** MongoDB may be away for a while: what became of letters that are out is written down then. */
const mostTries = 600;
const tryEvery = 500;

/** Writes down what became of letters that a claim holds. */
export type EndingWriter = {
  /** Resolves once it is stored, with whatever else came meanwhile. */
  write(endings: readonly Ending[]): Promise<void>;
};

/** Opens a writer: all that comes while a write is under way shares the next one. `stored` hears what was written. */
export function openEndingWriter(
  deps: Pick<Deps, "database">,
  claim: Claim,
  stored: (endings: readonly Ending[]) => void,
): EndingWriter {
  let next: Promise<void> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let gathered: Ending[] = [];
  const start = async () => {
    await Promise.all([wait(linger), last.catch(() => undefined)]);
    const some = gathered;
    gathered = [];
    next = undefined;
    last = storeSurely(deps, claim, some);
    await last;
    stored(some);
  };
  return {
    write(endings) {
      if (endings.length === 0) return Promise.resolve();
      gathered.push(...endings);
      next ??= start();
      return next;
    },
  };
}

async function storeSurely(deps: Pick<Deps, "database">, claim: Claim, endings: Ending[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await store(deps, claim, endings);
      return;
    } catch (error) {
      if (tries >= mostTries) throw error;
      await wait(tryEvery);
    }
  }
}

async function store(
  { database: { letters } }: Pick<Deps, "database">,
  claim: Claim,
  endings: readonly Ending[],
): Promise<void> {
  const alike = Map.groupBy(endings, ({ ids: _ids, others: _others, ...same }) => JSON.stringify(same));
  const operations = [...alike.values()].flatMap((some): mongo.AnyBulkWriteOperation<LetterEntry>[] => {
    const [first] = some;
    if (!first) return [];
    const update = changeOf(first);
    const ids = some.flatMap((ending) => ending.ids);
    const own = { updateMany: { filter: { _id: { $in: ids }, ...heldBy(claim) }, update } };
    // What is held stays so until its own time, and one that is on its way is not held back.
    const left: mongo.Filter<LetterEntry> =
      first.to === "held" ? { state: "due", lease: { $exists: false } } : { state: { $in: ["due", "held"] } };
    const others = some.flatMap((ending) => (ending.others ? [ending.others] : []));
    return [own, ...others.map((filter) => ({ updateMany: { filter: { ...filter, ...left }, update } }))];
  });
  await letters.bulkWrite(operations, { ordered: true });
}

function changeOf({ to, reason, until, tried, with: carrier }: Ending): mongo.Document[] {
  const isOver = to !== "due" && to !== "held";
  return [
    {
      $set: {
        state: to,
        ...(isOver && { endedAt: "$$NOW" }),
        ...(reason !== undefined && { reason: { $literal: reason } }),
        ...(until !== undefined && { dueAt: typeof until === "number" ? fromNow(until) : until }),
        ...(carrier !== undefined && { with: { $literal: carrier } }),
        ...(tried && { attempts: { $add: ["$attempts", 1] } }),
      },
    },
    { $unset: "lease" },
  ];
}
