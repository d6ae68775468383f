import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DispatchState, dispatchId, otherEnd } from "#campaigns/updates/dispatch.model.ts";
import {
  type DispatchPage,
  type ListCursor,
  listDispatches,
} from "#campaigns/updates/sending/list-dispatches.ts";
import { noCounts, type Update } from "#campaigns/updates/update.model.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { organiser } from "./update-stage.ts";

const { account } = organiser("a1");
const planned = 12_000;

let core: TestDeps;
let update: Types.ObjectId;

/** Which state the dispatch at a place has: most were sent, the last few are suppressed, skipped or still queued. */
function stateAt(index: number): DispatchState {
  if (index < planned - 1_000) return index % 200 === 0 ? "skipped" : "sent";
  if (index < planned - 2) return "suppressed";
  return "queued";
}

beforeAll(async () => {
  core = await openTestDeps();
  update = new Types.ObjectId();
  const counts = noCounts();
  const dispatches = Array.from({ length: planned }, (_, index) => {
    const supporter = Buffer.alloc(21);
    supporter.writeUInt32BE(index, 4);
    const state = stateAt(index);
    counts[state] += 1;
    const end = otherEnd(state);
    return { _id: dispatchId(update, supporter), state, ...(end && { end }) };
  });
  const { database, now } = core.deps;
  await database.dispatches.insertMany(dispatches);
  const [at, { id, organisation }] = [now(), account];
  const sending: Update = {
    _id: update,
    campaign: "campaign",
    organisation,
    state: "sending",
    texts: {},
    fallback: [],
    audience: {},
    createdBy: id,
    createdAt: at,
    changedAt: at,
    startedAt: at,
    planned,
    counts,
  };
  await database.updates.create(sending);
});
afterAll(() => core.close());

/** Lists a part, and what MongoDB says it looked at for that. */
async function list(state: DispatchState, cursor?: ListCursor) {
  const db = core.deps.database.connection.db;
  if (!db) throw new Error("The database is closed.");
  await db.command({ profile: 2 });
  const began = new Date();
  const page = await listDispatches(core.deps, account, update.toHexString(), { states: [state], cursor });
  await db.command({ profile: 0 });
  const looks = await db
    .collection("system.profile")
    .find({ ns: `${db.databaseName}.dispatches`, op: "query", ts: { $gte: began } })
    .toArray();
  const sum = (field: string) => looks.reduce((all, look) => all + Number(look[field] ?? 0), 0);
  return { page, keys: sum("keysExamined"), documents: sum("docsExamined") };
}

/** Every part of a list, one after the other. */
async function listAll(state: DispatchState): Promise<DispatchPage[]> {
  const pages: DispatchPage[] = [];
  let cursor: ListCursor | undefined;
  do {
    const { page } = await list(state, cursor);
    pages.push(page);
    cursor = page.next;
  } while (cursor);
  return pages;
}

const lengths = (pages: DispatchPage[]) => pages.map(({ dispatches }) => dispatches.length);

test("those that ended otherwise than sent are listed by their index: a part looks at no more than it shows", async () => {
  const { page, keys, documents } = await list("suppressed");
  expect(page.dispatches).toHaveLength(50);
  expect(Math.max(keys, documents)).toBeLessThanOrEqual(52);
  expect(lengths(await listAll("skipped"))).toEqual([50, 5]);
});

test("what was sent is listed without a look at what lies behind the last of it", async () => {
  const first = await list("sent");
  expect(first.documents).toBeLessThanOrEqual(60);
  expect(first.keys).toBeLessThanOrEqual(5_100);
  const { sent } = (await core.deps.database.updates.findById(update).lean())?.counts ?? noCounts();
  const supporter = Buffer.alloc(21);
  supporter.writeUInt32BE(planned - 1_011, 4);
  const last = await list("sent", { after: supporter.toString("hex"), seen: sent - 10 });
  expect([last.page.dispatches.length, last.page.next]).toEqual([10, undefined]);
  expect(last.documents).toBeLessThanOrEqual(10);
});

test("a few that are still to go are found behind many that were sent, a bounded look at a time", async () => {
  const { documents } = await list("queued");
  expect(documents).toBeLessThanOrEqual(5_000);
  expect(lengths(await listAll("queued"))).toEqual([0, 0, 2]);
});
