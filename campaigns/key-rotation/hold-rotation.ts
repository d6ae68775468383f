import { setTimeout as wait } from "node:timers/promises";
import { DomainError } from "../platform/errors.ts";
import { isDuplicate } from "../platform/is-duplicate.ts";
import { type Claim, keepLease, newClaim, releaseLease, renewLease, takeLease } from "../platform/lease.ts";
import type { Database } from "./deps.ts";
import type { Rotation } from "./rotation.model.ts";

type Deps = { database: Pick<Database, "rotations">; now: () => Date };

/** A rotation that nobody else works on as long as it is kept. */
export type HeldRotation = {
  /** As it was when it was taken up. */
  rotation: Rotation;
  /** Notes how far it has come. @throws DomainError `keys-refused` when somebody took it over. */
  keep(progress?: Partial<Omit<Rotation, "_id" | "lease">>): Promise<void>;
  /** Lets somebody else go on at once. */
  release(): Promise<void>;
};

/** A holder that has reported nothing for this long, in milliseconds, is presumed dead. */
const longestSilence = 6_000;

/** How often to check whether the holder is alive, in milliseconds. */
const lookInterval = 500;

/**
 * Takes over the unfinished rotation, or starts the rotation to the next key: two at once would create two keys with
 * one number. A lease held by a killed process expires within seconds, and this waits for that.
 * @throws DomainError `keys-refused` while another process works on it.
 */
export async function holdRotation(deps: Deps, nextId: number): Promise<HeldRotation> {
  const { rotations } = deps.database;
  const claim = newClaim(longestSilence);
  const rotation = await takeUpOrBegin(deps, claim, nextId);
  const own = { _id: rotation._id };
  const stop = keepLease(rotations, own, claim);
  return {
    rotation,
    async keep(progress = {}) {
      if ((await renewLease(rotations, own, claim, { values: progress })) === 0) throw heldByAnother();
    },
    async release() {
      stop();
      await releaseLease(rotations, own, claim);
    },
  };
}

async function takeUpOrBegin(deps: Deps, claim: Claim, nextId: number): Promise<Rotation> {
  const { rotations } = deps.database;
  let seen: Rotation | undefined;
  for (;;) {
    const unfinished = await rotations.findOne({ state: { $ne: "finished" } });
    if (seen && (!unfinished || endOf(unfinished) > endOf(seen))) throw heldByAnother();
    if (!unfinished) {
      await begin(deps, nextId);
      continue;
    }
    const { _id, state } = unfinished;
    const taken = await takeLease(rotations, { _id, state }, claim);
    if (taken) return taken;
    seen = unfinished;
    await wait(lookInterval);
  }
}

function endOf({ lease }: Rotation): number {
  return lease?.until.getTime() ?? 0;
}

/** Begins a rotation that nobody holds yet; another process may have just done so. */
async function begin({ database, now }: Deps, nextId: number): Promise<void> {
  const last = await database.rotations.findOne({}, { sort: { _id: -1 } });
  const _id = Math.max(nextId, (last?._id ?? 0) + 1);
  const rotation: Rotation = { _id, state: "adding", startedAt: now(), reached: {}, resealed: 0 };
  await database.rotations.insertOne(rotation).catch((error: unknown) => {
    if (!isDuplicate(error)) throw error;
  });
}

function heldByAnother(): DomainError {
  return new DomainError("keys-refused", 'Another "sheaf keys rotate" is at work, or has just finished.');
}
