import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { type MongoProxy, startMongoProxy } from "../support/mongo-proxy.ts";
import { settle } from "../support/settle.ts";
import { confirmEntry, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";

let core: TestDeps;
let deps: Deps;
let wire: MongoProxy;

beforeAll(async () => {
  core = await openTestDeps({
    leadThrough: async (mongodbUri) => {
      wire = await startMongoProxy(mongodbUri);
      return wire.uri;
    },
  });
  deps = core.deps;
});
afterEach(() => wire.restore());
afterAll(async () => {
  await core.close();
  await wire.stop();
});

const writes = new Set(["insert", "update", "delete", "findAndModify"]);
const sent = (name: string) => wire.commands.filter((command) => name in command);
const sheetInserts = () => sent("insert").filter(({ insert }) => insert === "sheets");

async function linesOf(campaign: Campaign): Promise<number[]> {
  const sheets = await deps.database.sheets.find({ campaign: campaign.ordinal }).sort({ at: 1 }).toArray();
  return sheets.map(({ lines }) => lines.length);
}

function signMany(campaign: Campaign, count: number, prefix = "p") {
  return Promise.all(Array.from({ length: count }, (_, turn) => signAs(deps, campaign, `${prefix}${turn}`)));
}

test("a line alone is written at once, on a sheet of its own", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  wire.forget();
  await signAs(deps, campaign, "anna");
  expect(sheetInserts()).toHaveLength(1);
  expect(await linesOf(campaign)).toEqual([1]);
});

test("lines that arrive during a write share the next sheet, with one insert", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  wire.forget();
  const release = wire.holdAnswers("insert");
  const first = signAs(deps, campaign, "first");
  await waitFor("the first insert to be under way", () => sheetInserts().length === 1);
  const others = signMany(campaign, 40);
  release();
  await Promise.all([first, others]);
  expect(sheetInserts()).toHaveLength(2);
  expect(await linesOf(campaign)).toEqual([1, 40]);
});

test("a sheet holds five hundred lines at most, and nobody's line is lost between sheets", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const release = wire.holdAnswers("insert");
  const signing = signMany(campaign, 2_100);
  release();
  const signed = await signing;
  const lines = await linesOf(campaign);
  expect(Math.max(...lines)).toBeLessThanOrEqual(500);
  expect(lines.filter((count) => count === 500).length).toBeGreaterThan(1);
  expect(lines.reduce((sum, count) => sum + count, 0)).toBe(2_100);
  expect(new Set(signed.map(({ receipt }) => receipt)).size).toBe(2_100);
  const some = signed.filter((_, turn) => turn % 101 === 0);
  const readings = await Promise.all(some.map(({ receipt }) => readReceipt(deps, receipt)));
  expect(new Set(readings.map((reading) => reading?.status))).toEqual(new Set(["received"]));
});

test("campaigns don't wait for each other and share no sheet", async () => {
  const one = await loadTestCampaign(deps.database, { verification: "none" });
  const other = await loadTestCampaign(deps.database, { verification: "email" });
  await Promise.all([signMany(one, 30), signMany(other, 30)]);
  expect((await linesOf(one)).reduce((sum, count) => sum + count, 0)).toBe(30);
  const kinds = await deps.database.sheets.distinct("kind", { campaign: other.ordinal });
  expect(kinds).toEqual(["confirming"]);
});

test("every write of a signature's whole way is journaled on a majority, read off the wire", async () => {
  const campaign = await loadTestCampaign(deps.database);
  wire.forget();
  const { ref } = await signAs(deps, campaign, "berta", { consent: { updates: true } });
  await settle(deps, campaign);
  await confirmEntry(deps, ref);
  await settle(deps, campaign);
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await settle(deps, campaign);
  const concern = { w: "majority", j: true };
  const alone = wire.commands.filter(
    (command) => writes.has(Object.keys(command)[0] ?? "") && command.autocommit === undefined,
  );
  expect(alone.length).toBeGreaterThan(5);
  for (const { writeConcern } of alone) expect(writeConcern).toEqual(concern);
  const commits = sent("commitTransaction");
  expect(commits.length).toBeGreaterThan(2);
  for (const { writeConcern } of commits) expect(writeConcern).toMatchObject(concern);
});

test("an answer that got lost, twice, is asked for again: the line is stored once and acknowledged", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  // The driver itself asks a second time before it gives up.
  wire.loseAnswers("insert", 2);
  wire.forget();
  const { receipt } = await signAs(deps, campaign, "carla");
  expect(sheetInserts()).toHaveLength(3);
  expect(await linesOf(campaign)).toEqual([1]);
  expect((await readReceipt(deps, receipt))?.status).toBe("received");
});

test("when a write fails every line of the sheet is told, nothing is stored, and the next one works", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await signAs(deps, campaign, "warm");
  wire.cut();
  const began = performance.now();
  const told = await Promise.allSettled([
    signAs(deps, campaign, "dora"),
    ...Array.from({ length: 20 }, (_, turn) => signAs(deps, campaign, `d${turn}`)),
  ]);
  expect(performance.now() - began).toBeLessThan(15_000);
  const codes = told.map((answer) => {
    const reason: unknown = answer.status === "rejected" ? answer.reason : undefined;
    return reason instanceof DomainError ? reason.code : "none";
  });
  expect(new Set(codes)).toEqual(new Set(["database-unavailable"]));
  wire.restore();
  await signAs(deps, campaign, "after");
  expect(await linesOf(campaign)).toEqual([1, 1]);
});

test("when too many lines wait, the next ones are told at once instead of waiting for long", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const release = wire.holdAnswers("insert");
  const signing = Array.from({ length: 7_000 }, (_, turn) => signAs(deps, campaign, `w${turn}`));
  const turnedAway = await Promise.any(
    signing.map((one) =>
      one.then(
        () => Promise.reject(),
        (error) => error,
      ),
    ),
  );
  expect(turnedAway).toMatchObject({ code: "database-unavailable" });
  release();
  const told = await Promise.allSettled(signing);
  const stored = told.filter(({ status }) => status === "fulfilled").length;
  expect(stored).toBeGreaterThanOrEqual(5_000);
  expect(stored).toBeLessThan(7_000);
  expect((await linesOf(campaign)).reduce((sum, count) => sum + count, 0)).toBe(stored);
});
