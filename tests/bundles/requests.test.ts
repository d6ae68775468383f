import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveBundle } from "#campaigns/bundles/approve-bundle.ts";
import { downloadBundle } from "#campaigns/bundles/download-bundle.ts";
import { listRequests } from "#campaigns/bundles/list-requests.ts";
import { makeBundle } from "#campaigns/bundles/make-bundle.ts";
import { type BundleWish, requestBundle } from "#campaigns/bundles/request-bundle.ts";
import { expireBundles, findLeftBundles } from "#campaigns/bundles/sweep-bundles.ts";
import { writeBundle } from "#campaigns/bundles/write-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { endLeases } from "../support/end-leases.ts";
import { countedSignature } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day, hour, minute } from "../support/test-clock.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { watchDatabase } from "../support/watched-database.ts";
import { personOf } from "./person-of.ts";
import { readBundle, readCsv } from "./read-bundle.ts";

let core: TestDeps;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
  campaign = await loadTestCampaign(deps.database, {
    verification: "none",
    countries: ["TH", "US"],
    organisations: { th: "ecpat-thailand", us: "ecpat-usa" },
  });
  for (const [who, country] of Object.entries({ anong: "TH", chai: "TH", ben: "US", mia: "GB" }))
    await countedSignature(deps, campaign, who, { country });
});
afterAll(() => core.close());

const secretariat = personOf("secretariat", "ecpat-international");
const thai = personOf("staff", "ecpat-thailand");
const american = personOf("staff", "ecpat-usa");

/** Who approves what the others ask for. */
const second = personOf("secretariat", "ecpat-international");

const recipient = "The minister, Mr Somchai";
const whole: BundleWish = { organisation: "", country: "", recipient, reason: `For ${recipient}` };

async function ask(who = secretariat, wish: Partial<BundleWish> = {}): Promise<string> {
  const outcome = await requestBundle(deps, who, campaign, { ...whole, ...wish });
  if (outcome.kind === "refused") throw new Error(JSON.stringify(outcome.problems));
  if (outcome.kind === "asked")
    await approveBundle(deps, second, { campaign: campaign.slug, id: outcome.request });
  return outcome.request;
}

async function stored(id: string) {
  const found = await deps.database.bundleRequests.findOne({ _id: new Types.ObjectId(id) });
  if (!found) throw new Error(`There is no request ${id}.`);
  return found;
}

/** What GridFS keeps of the files. */
function chunks() {
  const { connection } = deps.database;
  return connection.getClient().db(connection.name).collection("bundles.chunks");
}

/** Names of the files whose chunks are in the database. */
async function keptFiles(): Promise<string[]> {
  return (await chunks().distinct("files_id")).map(String);
}

test("it is byte by byte what the command writes, sealed at rest, and gone once it was downloaded", async () => {
  const id = await ask();
  expect(await ask(), "the same one is made once at a time").toBe(id);
  expect(await makeBundle(deps, id)).toBe("done");
  expect(await makeBundle(deps, id), "a job that comes twice").toBe("skipped");
  const path = join(temporaryFolder(), "same.zip");
  const made = { ...deps, openKeys: async () => deps.keys };
  const byCommand = await writeBundle(made, { campaign, path, recipient });
  const kept = await chunks().find({}, { raw: true }).toArray();
  const atRest = Buffer.concat(kept.filter((chunk): chunk is never => Buffer.isBuffer(chunk)));
  expect(atRest.length).toBeGreaterThan(byCommand.bytes);
  expect(atRest.includes("signatures.csv"), "the zip's own names").toBe(false);
  expect(JSON.stringify(await stored(id))).not.toContain(Buffer.from("Somchai").toString("base64"));

  const download = await downloadBundle(deps, secretariat, campaign.slug, id);
  expect(download).toMatchObject({ name: `${campaign.slug}.zip`, sha256: byCommand.sha256 });
  expect((await buffer(download.stream)).equals(readFileSync(path))).toBe(true);
  await download.end(true);
  expect(await keptFiles()).toEqual([]);
  await expect(downloadBundle(deps, secretariat, campaign.slug, id)).rejects.toMatchObject({
    code: "bundle-gone",
    message: expect.stringContaining("can be downloaded once"),
  });
  const [shown] = await listRequests(deps, secretariat.account, campaign.slug);
  expect(shown).toMatchObject({ id, reason: whole.reason, state: "downloaded" });
  const acts = await deps.database.audit.find({ "details.bundle": id }).toArray();
  const done = ["request", "approve", "download", "download-end"];
  expect(acts.map(({ act }) => act)).toEqual(done.map((act) => `bundle.${act}`));
  expect(JSON.stringify(acts)).not.toContain("Somchai");
});

test("staff get the signatures under their own petitions, and nothing of others' bundles, also inside the secretariat's organisation", async () => {
  const id = await ask(thai, { organisation: "ecpat-usa" });
  const [inside, all] = [personOf("staff", "ecpat-international"), await ask()];
  for (const made of [id, all]) await makeBundle(deps, made);
  for (const act of [
    () => downloadBundle(deps, inside, campaign.slug, all),
    () => downloadBundle(deps, american, campaign.slug, id),
    () => downloadBundle(deps, thai, "another-campaign", id),
    () => requestBundle(deps, personOf("staff", "ecpat-cebu"), campaign, whole),
  ])
    await expect(act()).rejects.toMatchObject({ code: "not-found" });
  for (const who of [american, inside])
    expect(await listRequests(deps, who.account, campaign.slug)).toEqual([]);
  expect((await listRequests(deps, secretariat.account, campaign.slug)).map((one) => one.id)).toContain(id);
  const download = await downloadBundle(deps, thai, campaign.slug, id);
  expect(download.name).toBe(`${campaign.slug}-ecpat-thailand.zip`);
  const path = join(temporaryFolder(), "thai.zip");
  writeFileSync(path, await buffer(download.stream));
  const names = readCsv((await readBundle(path)).get("signatures.csv")).map(({ name }) => name);
  expect(names.sort()).toEqual(["Anong Tester", "Chai Tester"]);
  await download.end(true);
});

test("a request that can't be met is refused beside its field, and a bundle that can't be made says why", async () => {
  const wish = { organisation: "ecpat-nowhere", country: "XX", reason: " " };
  expect(await requestBundle(deps, secretariat, campaign, wish)).toEqual({
    kind: "refused",
    problems: [
      { field: "organisation", code: "unknown" },
      { field: "country", code: "unknown" },
      { field: "reason", code: "missing" },
    ],
  });
  const id = await ask(secretariat, { country: "FR" });
  expect(await makeBundle(deps, id)).toBe("failed");
  expect(await stored(id)).toMatchObject({
    state: "failed",
    failure: expect.stringContaining("from FR counts yet"),
    files: [],
  });
  expect(await ask(secretariat, { country: "FR" }), "it can be asked for again").not.toBe(id);
});

test("a run that dies in the middle is made again, and what it wrote is removed", async () => {
  const id = await ask(secretariat, { country: "TH" });
  // As kill -9 does: the claim and the chunks are stored, and nobody hears of the run again.
  const dead = new Types.ObjectId();
  const at = deps.now();
  await deps.database.bundleRequests.updateOne(
    { _id: new Types.ObjectId(id) },
    {
      $set: {
        state: "running",
        run: { file: dead, startedAt: at, beatAt: at, written: 1, expected: 2 },
        lease: { holder: dead, until: new Date(Date.now() + minute) },
      },
      $push: { files: dead },
      $inc: { runs: 1 },
    },
  );
  const upload = deps.database.bundleFiles.openUploadStreamWithId(dead, "dead");
  await new Promise<void>((resolve, reject) =>
    upload.write(Buffer.alloc(3 << 20), (error) => (error ? reject(error) : resolve())),
  );
  expect(await keptFiles()).toContain(dead.toHexString());
  expect(await makeBundle(deps, id), "while it may still be alive").toBe("skipped");
  expect(await findLeftBundles(deps)).not.toContain(id);
  await endLeases(deps.database.bundleRequests);
  expect(await findLeftBundles(deps)).toContain(id);
  expect(await makeBundle(deps, id)).toBe("done");
  expect(await keptFiles()).not.toContain(dead.toHexString());
  expect((await stored(id)).files).toHaveLength(1);
});

test("of two runs at once the newer has the last word, and one file is left", async () => {
  const id = await ask(thai, { country: "TH" });
  const before = (await keptFiles()).length;
  let newer: Promise<string> | undefined;
  // The first is held up for longer than a silence lasts, once it has read the roll.
  const database = watchDatabase(deps.database, async (count) => {
    if (count !== 2) return;
    await endLeases(deps.database.bundleRequests);
    newer = makeBundle(deps, id);
    await newer;
  });
  expect(await makeBundle({ ...deps, database }, id)).toBe("skipped");
  expect(await newer).toBe("done");
  expect(await keptFiles()).toHaveLength(before + 1);
  expect(await stored(id)).toMatchObject({ state: "ready" });
});

test("of two downloads at once one is given; one that breaks off can be tried again, but not for ever", async () => {
  const id = await ask(thai);
  await makeBundle(deps, id);
  const both = await Promise.allSettled([1, 2].map(() => downloadBundle(deps, thai, campaign.slug, id)));
  const given = both.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(given).toHaveLength(1);
  given[0]?.stream.destroy();
  await given[0]?.end(false);
  for (let time = 2; time <= 3; time += 1) {
    const again = await downloadBundle(deps, thai, campaign.slug, id);
    again.stream.destroy();
    await again.end(false);
  }
  await expect(downloadBundle(deps, thai, campaign.slug, id)).rejects.toMatchObject({ code: "bundle-gone" });
});

test("a bundle that was altered at rest breaks off instead of being given", async () => {
  const id = await ask(american);
  await makeBundle(deps, id);
  const { run } = await stored(id);
  const chunk = await chunks().findOne({ files_id: run?.file ?? null });
  if (!chunk) throw new Error("It is not kept.");
  const bytes = Buffer.from(chunk.data);
  bytes.writeUInt8(bytes.readUInt8(500) ^ 1, 500);
  await chunks().updateOne({ _id: chunk._id }, { $set: { data: bytes } });
  const download = await downloadBundle(deps, american, campaign.slug, id);
  await expect(buffer(download.stream)).rejects.toThrow(/altered/);
  await download.end(false);
});

test("after thirty days it has expired and its file is gone; a download whose server died can be tried again", async () => {
  const id = await ask(secretariat, { country: "US" });
  await makeBundle(deps, id);
  await downloadBundle(deps, secretariat, campaign.slug, id);
  core.clock.advance(7 * hour);
  await expireBundles(deps);
  expect((await stored(id)).state).toBe("ready");
  core.clock.advance(30 * day);
  await expect(downloadBundle(deps, secretariat, campaign.slug, id)).rejects.toMatchObject({
    code: "bundle-gone",
    message: expect.stringContaining("expired"),
  });
  await expireBundles(deps);
  expect(await stored(id)).toMatchObject({ state: "expired", files: [] });
  expect(await keptFiles()).toEqual([]);
});
