import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { totalsChannel } from "#campaigns/platform/jobs/queues.ts";
import { startRedis } from "#embedded/start-redis.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { type MongoProxy, startMongoProxy } from "../support/mongo-proxy.ts";
import { countedSignature } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { waitFor } from "../support/wait-for.ts";

let redis: Awaited<ReturnType<typeof startRedis>>;
let wire: MongoProxy;
let folder: string;
let site: TestApp;
let campaign: Campaign;
let reader: ConsoleClient;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sheaf-live-"));
  redis = await startRedis({ folder, binary: process.env.SHEAF_REDIS_SERVER || undefined });
  site = await openTestApp({ REDIS_URL: redis.uri }, async (uri) => {
    wire = await startMongoProxy(uri);
    return wire.uri;
  });
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  await site.deps.database.petitions.updateOne(
    { _id: `${campaign.slug}/th` },
    { $set: { organisation: "thai-office" } },
  );
  forgetCampaigns(site.deps);
  url = await site.app.listen({ port: 0, host: "127.0.0.1" });
  reader = await signInAs(site, "secretariat");
  await countedSignature(site.deps, campaign, "anna");
});
afterAll(async () => {
  await site.close();
  await wire.stop();
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const path = () => `/organiser/c/${campaign.slug}`;

/** Follows the figures of a page, as its script does. */
async function follow(who: ConsoleClient) {
  const ended = new AbortController();
  const answer = await fetch(`${url}${path()}/figures/events`, {
    headers: { cookie: who.cookie },
    signal: ended.signal,
  });
  let heard = "";
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) heard += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  return {
    type: answer.headers.get("content-type"),
    events: () =>
      [...heard.matchAll(/^data: (.*)$/gm)].map(
        ([, data = ""]): { live: boolean; figures?: { total: string } } => JSON.parse(data),
      ),
    async end() {
      ended.abort();
      await reading;
    },
  };
}

const announce = () =>
  site.redis.publish(totalsChannel, JSON.stringify({ campaign: campaign.ordinal, total: 0 }));

test("figures move on an open page, and nobody hears of another organisation's", async () => {
  const thai = await signInAs(site, "organiser", "thai-office");
  const [open, foreign] = [await follow(reader), await follow(thai)];
  expect(open.type).toContain("text/event-stream");
  await waitFor("the first figures", () => open.events().at(-1)?.figures?.total === "1");
  await waitFor("the first figures of the other", () => foreign.events().length === 1);
  await countedSignature(site.deps, campaign, "ben");
  await announce();
  await waitFor("the second signature", () => open.events().at(-1)?.figures?.total === "2");
  expect(foreign.events().map(({ figures }) => figures?.total)).toEqual(["0"]);
  await countedSignature(site.deps, campaign, "carl", { country: "TH" });
  await announce();
  await waitFor("her own organisation's", () => foreign.events().at(-1)?.figures?.total === "1");
  await Promise.all([open.end(), foreign.end()]);
});

test("without Redis the dashboard says that it is not live, and its numbers are right", async () => {
  expect((await reader.get(path())).body).not.toContain("Not live: reload for newer figures</span>");
  const open = await follow(reader);
  await redis.stop();
  await waitFor("the word that it is not live", () => open.events().at(-1)?.live === false);
  await countedSignature(site.deps, campaign, "dora");
  const page = (await reader.get(path())).body;
  expect(page).toContain("Not live: reload for newer figures</span>");
  expect(page).toContain('<span data-live="total">4</span>');
  await open.end();
});

test("a database that went away and came back is read as before", async () => {
  wire.cut();
  expect((await reader.get(path())).statusCode).toBe(503);
  wire.restore();
  await waitFor("the page", async () => (await reader.get(path())).statusCode === 200);
  expect((await reader.get(path())).body).toContain('<span data-live="total">4</span>');
});
