import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { hashText } from "#campaigns/texts/normalise-text.ts";
import { countedSignature, signAs } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let campaign: Campaign;
let draft: Campaign;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  draft = await loadTestCampaign(site.deps.database, { state: "draft" });
  await countedSignature(site.deps, campaign, "anna", { country: "TH" });
  await countedSignature(site.deps, campaign, "berta");
});
afterAll(() => site.close());

const get = (url: string) => site.app.inject(url);
const api = "/api/v1/campaigns";

test("the list of campaigns shows all but drafts, and nothing that is not for the public", async () => {
  const answer = await get(api);
  expect(answer.statusCode).toBe(200);
  expect(answer.json().map(({ slug }: { slug: string }) => slug)).toEqual([campaign.slug]);
  expect(Object.keys(answer.json()[0]).sort()).toEqual([
    "asksPostcode",
    "closesAt",
    "handover",
    "languages",
    "name",
    "opensAt",
    "petitions",
    "reply",
    "slug",
    "state",
    "timeZone",
    "verification",
  ]);
});

test("a campaign tells its petitions with the texts and hashes that are signed today", async () => {
  const answer = await get(`${api}/${campaign.slug}`);
  const [international, th] = answer.json().petitions;
  expect(international).toMatchObject({ id: "international", country: null, version: 1 });
  expect(th.texts.th).toEqual({ text: "To th: count.\n", sha256: hashText("To th: count.\n") });
});

test("totals and history add up, and may be kept for seconds", async () => {
  const totals = await get(`${api}/${campaign.slug}/totals`);
  expect(totals.json()).toEqual({
    total: 2,
    byCountry: { other: 2 },
    byChannel: { web: 2, paper: 0, import: 0 },
    byPetition: { other: 2 },
    goal: 10,
    asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  expect(totals.headers["cache-control"]).toContain("max-age=");
  const history = await get(`${api}/${campaign.slug}/history`);
  const counts = history.json().map(({ count }: { count: number }) => count);
  expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(2);
  expect((await get(`${api}/${campaign.slug}/history?interval=day`)).json()).toHaveLength(1);
});

test("a receipt tells its status to its holder, and is kept by nobody", async () => {
  const { receipt } = await signAs(site.deps, campaign, "carla");
  const answer = await get(`/api/v1/receipts/${receipt}`);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    status: "received",
    campaign: campaign.slug,
    petition: "international",
  });
  expect(answer.headers["cache-control"]).toBe("no-store");
});

/** Addresses that lead nowhere, and how that is said. */
const nowhere = [
  [`${api}/none`, 404, "campaign-unknown"],
  [`${api}/none/totals`, 404, "campaign-unknown"],
  [`${api}/none/history`, 404, "campaign-unknown"],
  [`${api}/__proto__`, 404, "campaign-unknown"],
  [`${api}/constructor/totals`, 404, "campaign-unknown"],
  [`${api}/%00`, 404, "campaign-unknown"],
  [`${api}/%7B%22$ne%22:null%7D`, 404, "campaign-unknown"],
  [`${api}/${"x".repeat(81)}`, 400, "validation"],
  [`${api}/x/history?interval=minute`, 400, "validation"],
  [`${api}/x/history?interval[$ne]=day`, 400, "validation"],
  [`${api}/x/history?unknown=1`, 400, "validation"],
  [`/api/v1/receipts/${"A".repeat(40)}`, 404, "link-unknown"],
  ["/api/v1/receipts/%00", 404, "link-unknown"],
  [`/api/v1/receipts/${"A".repeat(101)}`, 400, "validation"],
  ["/api/v1/nothing", 404, "not-found"],
] as const;

test.each(nowhere)("GET %s is answered with %i %s as problem details", async (url, status, code) => {
  const answer = await get(url);
  expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(answer.json()).toMatchObject({ type: "about:blank", status, title: expect.any(String) });
  expect(answer.headers["cache-control"]).toBe("no-store");
});

test("a draft is not there, whatever is asked of it", async () => {
  for (const end of ["", "/totals", "/history"]) {
    expect((await get(`${api}/${draft.slug}${end}`)).statusCode).toBe(404);
  }
});

test("an address that is not one is refused, not a defect", async () => {
  const answer = await get(`${api}/%zz`);
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ status: 400 });
});

test("probes answer, and readiness says what is up", async () => {
  expect((await get("/health/live")).json()).toEqual({ live: true });
  expect((await get("/health/ready")).json()).toEqual({ ready: true, mongodb: "up", redis: "up" });
});

test("the OpenAPI document describes every route of the API and the log, and none of the pages", async () => {
  const document = (await get("/docs/json")).json();
  expect(Object.keys(document.paths).sort()).toEqual([
    `${api}`,
    `${api}/{campaign}`,
    `${api}/{campaign}/history`,
    `${api}/{campaign}/log/consistency`,
    `${api}/{campaign}/log/cosignatures`,
    `${api}/{campaign}/signatures`,
    `${api}/{campaign}/totals`,
    "/api/v1/receipts/{receipt}",
    "/log/{campaign}/checkpoint",
    "/log/{campaign}/key",
    "/log/{campaign}/tile/{*}",
  ]);
});
