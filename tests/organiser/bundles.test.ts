import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeBundle } from "#campaigns/bundles/make-bundle.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { countedSignature } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { minute, second } from "../support/test-clock.ts";

let site: TestApp;
let campaign: Campaign;
let thai: ConsoleClient;
let approver: ConsoleClient;
let path: string;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, {
    verification: "none",
    countries: ["TH", "US"],
    organisations: { th: "ecpat-thailand", us: "ecpat-usa" },
  });
  await countedSignature(site.deps, campaign, "anong", { country: "TH" });
  thai = await signInAs(site, "staff", "ecpat-thailand");
  approver = await signInAs(site, "organiser", "ecpat-thailand");
  path = `/staff/c/${campaign.slug}/bundles`;
});
afterAll(() => site.close());

/** Asks for a bundle and gives its id. */
async function ask(client: ConsoleClient): Promise<string> {
  const answer = await client.post(path, { reason: "Handover <b>in Bangkok</b>" });
  expect(answer.headers.location).toBe(`${path}?done=asked`);
  const { database } = site.deps;
  const [newest] = await database.bundleRequests.find().sort({ _id: -1 }).limit(1).toArray();
  const id = newest?._id.toHexString() ?? "";
  expect((await client.get(path)).body).toContain("a second person has to approve it");
  expect((await client.post(`${path}/${id}/approve`)).statusCode).toBe(403);
  expect((await approver.get(path)).body).toContain(`action="${path}/${id}/approve"`);
  expect((await approver.post(`${path}/${id}/approve`)).headers.location).toBe(`${path}?done=approve`);
  return id;
}

test("staff ask for a bundle, see how far it is, and download it once", async () => {
  expect((await thai.get(path)).body).toContain("No bundle has been created yet");
  const refused = await thai.post(path, { reason: "" });
  expect(refused.statusCode).toBe(422);
  expect(refused.body).toContain('<a href="#f-reason">Say what the bundle is for.</a>');
  const id = await ask(thai);
  expect((await thai.post(path, { reason: "again" })).headers.location).toBe(`${path}?done=known`);
  expect((await thai.get(path)).body).toContain("Handover &lt;b&gt;in Bangkok&lt;/b&gt;");

  const { database } = site.deps;
  const startedAt = site.deps.now();
  const beatAt = new Date(startedAt.getTime() + 4 * second);
  const run = {
    file: new Types.ObjectId(),
    startedAt,
    beatAt,
    written: 4_000,
    expected: 10_000,
  };
  await database.bundleRequests.updateOne({}, { $set: { state: "running", run } });
  const moving = (await thai.get(path)).body;
  expect(moving).toContain('<progress max="10000" value="4000"');
  expect(moving).toContain("40 %: 4,000 of 10,000 signatures<br>1,000 a second, 6 seconds left");
  await database.bundleRequests.updateOne({}, { $set: { state: "asked" } });

  expect(await makeBundle(site.deps, id)).toBe("done");
  const file = await thai.post(`${path}/${id}/download`);
  expect(file.statusCode).toBe(200);
  expect(file.headers).toMatchObject({ "content-type": "application/zip", "cache-control": "no-store" });
  expect(file.headers["content-disposition"]).toBe(
    `attachment; filename="${campaign.slug}-ecpat-thailand.zip"`,
  );
  expect(file.rawPayload.subarray(0, 2).toString()).toBe("PK");
  await expect.poll(async () => (await database.bundleRequests.findOne())?.state).toBe("downloaded");
  const again = await thai.post(`${path}/${id}/download`);
  expect(again.statusCode).toBe(410);
  expect(again.body).toContain("A bundle can be downloaded once");
});

test("it asks for the password again when that was given more than ten minutes ago", async () => {
  const client = await signInAs(site, "staff", "ecpat-thailand");
  const id = await ask(client);
  await makeBundle(site.deps, id);
  site.clock.advance(11 * minute);
  const answer = await client.post(`${path}/${id}/download`);
  expect(answer.statusCode).toBe(401);
  expect(answer.body).toContain('type="password"');
  expect((await site.deps.database.bundleRequests.findOne({ state: "ready" }))?.downloads).toBe(0);
});

test("another organisation's bundle looks as if it were not there, and its campaign too", async () => {
  const american = await signInAs(site, "staff", "ecpat-usa");
  const stranger = await signInAs(site, "staff", "ecpat-cebu");
  const [own] = await site.deps.database.bundleRequests.find({ owner: "ecpat-thailand" }).toArray();
  const theirs = own?._id.toHexString();
  const taken = await american.post(`${path}/${theirs}/download`);
  const none = await american.post(`${path}/${"0".repeat(24)}/download`);
  expect([taken.statusCode, taken.body]).toEqual([404, none.body]);
  expect((await american.get(path)).body).not.toContain("Bangkok");
  expect((await stranger.get(path)).statusCode).toBe(404);
  expect((await stranger.post(path, { reason: "mine" })).statusCode).toBe(404);
});

test("auditors see bundles, and neither ask for nor download any", async () => {
  const auditor = await signInAs(site, "auditor", "ecpat-thailand");
  const page = await auditor.get(path);
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toContain(`action="${path}`);
  expect((await auditor.post(path, { reason: "mine" })).statusCode).toBe(403);
});
