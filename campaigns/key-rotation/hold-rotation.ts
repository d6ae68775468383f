import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { DomainError } from "../platform/errors.ts";
import { isDuplicate } from "../platform/is-duplicate.ts";
import type { Database } from "./deps.ts";
import type { Rotation } from "./rotation.model.ts";

type Deps = { database: Pick<Database, "rotations">; now: () => Date };

/** A rotation that nobody else works on as long as it is kept. */
export type HeldRotation = {
  /** As it was when it was taken up. */
  rotation: Rotation;
  /** Notes how far it has come. @throws DomainError `keys-refused` when somebody took it over. */
  keep(progress?: Partial<Omit<Rotation, "_id" | "holder" | "heldUntil">>): Promise<void>;
  /** Lets somebody else go on at once. */
  release(): Promise<void>;
};

/** Who has not noted anything for so long, in milliseconds, is taken for dead. */
const holdTime = 6_000;

/** How often it is looked whether the holder is alive, in milliseconds. */
const lookInterval = 500;

/**
 * Takes up the rotation that was left unfinished, or begins the one to the next key: two at once would make two keys of
 * one number. What a killed process held is free after seconds, which this waits for.
 * @throws DomainError `keys-refused` while another process works on it.
 */
export async function holdRotation(deps: Deps, nextId: number): Promise<HeldRotation> {
  const holder = randomUUID();
  const rotation = await takeUpOrBegin(deps, holder, nextId);
  const own = { _id: rotation._id, holder };
  const keep: HeldRotation["keep"] = async (progress = {}) => {
    const $set = { ...progress, heldUntil: heldUntil(deps) };
    const kept = await deps.database.rotations.updateOne(own, { $set });
    if (kept.matchedCount === 0) throw heldByAnother();
  };
  // Whoever notes progress next hears of a failure.
  const beat = setInterval(() => void keep().catch(() => undefined), holdTime / 4);
  return {
    rotation,
    keep,
    async release() {
      clearInterval(beat);
      await deps.database.rotations.updateOne(own, { $set: { heldUntil: deps.now() } });
    },
  };
}

async function takeUpOrBegin(deps: Deps, holder: string, nextId: number): Promise<Rotation> {
  const { rotations } = deps.database;
  let seen: Rotation | undefined;
  for (;;) {
    const unfinished = await rotations.findOne({ state: { $ne: "finished" } });
    const wentOn = seen && (!unfinished || unfinished.heldUntil > seen.heldUntil);
    if (wentOn) throw heldByAnother();
    if (!unfinished) {
      const begun = await begin(deps, holder, nextId);
      if (begun) return begun;
      continue;
    }
    seen = unfinished;
    if (unfinished.heldUntil > deps.now()) {
      await wait(lookInterval);
      continue;
    }
    const taken = await rotations.findOneAndUpdate(
      { _id: unfinished._id, state: unfinished.state, heldUntil: unfinished.heldUntil },
      { $set: { holder, heldUntil: heldUntil(deps) } },
      { returnDocument: "after" },
    );
    if (taken) return taken;
  }
}

/** Undefined when another process has just begun it. */
async function begin(deps: Deps, holder: string, nextId: number): Promise<Rotation | undefined> {
  const last = await deps.database.rotations.findOne({}, { sort: { _id: -1 } });
  const rotation: Rotation = {
    _id: Math.max(nextId, (last?._id ?? 0) + 1),
    state: "adding",
    startedAt: deps.now(),
    holder,
    heldUntil: heldUntil(deps),
    reached: {},
    resealed: 0,
  };
  try {
    await deps.database.rotations.insertOne(rotation);
    return rotation;
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}

function heldUntil({ now }: Deps): Date {
  return new Date(now().getTime() + holdTime);
}

function heldByAnother(): DomainError {
  return new DomainError("keys-refused", 'Another "sheaf keys rotate" is at work, or has just finished.');
}
