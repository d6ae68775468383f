import { type mongo, Schema } from "mongoose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  heldBy,
  keepLease,
  type Leased,
  leaseSchema,
  newClaim,
  releaseLease,
  renewLease,
  takeLease,
  takeLeases,
  unleased,
} from "#campaigns/platform/lease.ts";
import { day, minute } from "../support/test-clock.ts";
import { useDatabase } from "../support/use-database.ts";
import { waitFor } from "../support/wait-for.ts";

type Job = Leased & { _id: number; state: "open" | "done"; runs?: number; reached?: object };

let jobs: mongo.Collection<Job>;

useDatabase(({ connection }) => {
  const shape = new Schema({ _id: Number, state: String, runs: Number, lease: leaseSchema });
  const { collectionName } = connection.model("Job", shape).collection;
  jobs = connection.getClient().db(connection.name).collection<Job>(collectionName);
});

beforeEach(async () => {
  await jobs.deleteMany({});
  await jobs.insertMany([1, 2, 3, 4].map((_id) => ({ _id, state: "open" })));
});

afterEach(() => vi.useRealTimers());

/** The holder of a document fell silent long ago. */
async function fallSilent(_id: number): Promise<void> {
  await jobs.updateOne({ _id }, [{ $set: { "lease.until": { $add: ["$$NOW", -1] } } }]);
}

describe("a lease", () => {
  test("is taken by one of two who ask at once", async () => {
    const claims = Array.from({ length: 8 }, () => newClaim(minute));
    const taken = await Promise.all(claims.map((claim) => takeLease(jobs, { _id: 1 }, claim)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(taken.find(Boolean)).toEqual({ _id: 1, state: "open" });
  });

  test("is taken over once its holder has been silent for too long, and says whose it was", async () => {
    const dead = newClaim(minute);
    await takeLease(jobs, { _id: 1 }, dead);
    expect(await takeLease(jobs, { _id: 1 }, newClaim(minute))).toBeNull();
    await fallSilent(1);
    const next = newClaim(minute);
    expect((await takeLease(jobs, { _id: 1 }, next))?.lease?.holder).toEqual(dead.holder);
    expect(await renewLease(jobs, { _id: 1 }, dead)).toBe(0);
    expect(await releaseLease(jobs, { _id: 1 }, dead, { state: "done" })).toBe(0);
    expect(await jobs.findOne({ _id: 1, ...heldBy(next) })).toMatchObject({ state: "open" });
  });

  test.each([
    { whose: "a day ahead", off: day },
    { whose: "a day behind", off: -day },
  ])("neither falls to nor lasts longer for one whose own clock is $whose", async ({ off }) => {
    await takeLease(jobs, { _id: 1 }, newClaim(minute));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + off });
    expect(await takeLease(jobs, { _id: 1 }, newClaim(minute))).toBeNull();
    expect(await takeLeases(jobs, { _id: { $in: [1, 2] } }, newClaim(minute))).toBe(1);
    vi.useRealTimers();
    const until = (await jobs.findOne({ _id: 2 }))?.lease?.until.getTime();
    expect(Math.abs((until ?? 0) - Date.now() - minute)).toBeLessThan(minute / 2);
  });

  test("that is renewed is not taken over", async () => {
    const claim = newClaim(minute);
    await takeLease(jobs, { _id: 1 }, claim);
    await fallSilent(1);
    expect(await renewLease(jobs, { _id: 1 }, claim)).toBe(1);
    expect(await takeLease(jobs, { _id: 1 }, newClaim(minute))).toBeNull();
  });

  test("is renewed by itself while it is kept", async () => {
    const claim = newClaim(400);
    await takeLease(jobs, { _id: 1 }, claim);
    const first = (await jobs.findOne({ _id: 1 }))?.lease?.until ?? new Date();
    const stop = keepLease(jobs, { _id: 1 }, claim);
    const renewed = { $gt: new Date(first.getTime() + 2 * claim.milliseconds) };
    await waitFor("it to be renewed again and again", async () =>
      Boolean(await jobs.findOne({ _id: 1, "lease.until": renewed })),
    );
    expect(await takeLease(jobs, { _id: 1 }, newClaim(minute))).toBeNull();
    stop();
    await waitFor("it to end", async () => Boolean(await takeLease(jobs, { _id: 1 }, newClaim(minute))));
  });

  test("is given back with what became of the document", async () => {
    const claim = newClaim(minute);
    await takeLease(jobs, { _id: 1 }, claim, { runs: { $add: [{ $ifNull: ["$runs", 0] }, 1] } });
    await renewLease(jobs, { _id: 1 }, claim, { values: { reached: { page: 7, word: "$state" } } });
    await renewLease(jobs, { _id: 1 }, claim, { values: { reached: { word: "$state" } } });
    expect(await releaseLease(jobs, { _id: 1 }, claim, { state: "done" })).toBe(1);
    const done = { _id: 1, state: "done", runs: 1, reached: { word: "$state" } };
    expect(await jobs.findOne({ _id: 1 })).toEqual(done);
  });

  test("of many is taken in one write, each by one of two who ask at once", async () => {
    const [one, other] = [newClaim(minute), newClaim(minute)];
    await takeLease(jobs, { _id: 4 }, newClaim(minute));
    expect(await jobs.countDocuments(unleased)).toBe(3);
    const counts = await Promise.all([one, other].map((claim) => takeLeases(jobs, { state: "open" }, claim)));
    const ids = async (claim: typeof one) => (await jobs.find(heldBy(claim)).toArray()).map(({ _id }) => _id);
    expect((await ids(one)).length).toBe(counts[0]);
    expect([...(await ids(one)), ...(await ids(other))].toSorted()).toEqual([1, 2, 3]);
  });
});
