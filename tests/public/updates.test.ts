import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { forgetArchive } from "#campaigns/updates/archive/archive.ts";
import { noCounts, type Update } from "#campaigns/updates/update.model.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let campaign: Campaign;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database);
});
afterAll(() => site.close());

const moment = new Date("2026-03-01T10:00:00Z");

async function addUpdate(differences: Partial<Update> = {}, hasBegun = true): Promise<string> {
  const _id = new Types.ObjectId();
  await site.deps.database.updates.create({
    _id,
    campaign: campaign.slug,
    organisation: "ecpat-international",
    state: "sent",
    texts: {
      en: {
        subject: "For {{name|you}}",
        body: "# Dear {{name}},\n\nyou in {{country}} did it. <script>x</script>",
      },
    },
    fallback: ["en"],
    audience: {},
    createdBy: "0".repeat(24),
    createdAt: moment,
    changedAt: moment,
    ...(hasBegun && { startedAt: moment }),
    endedAt: moment,
    planned: 0,
    counts: noCounts(),
    ...differences,
  });
  forgetArchive(site.deps);
  forgetCampaigns(site.deps);
  return _id.toHexString();
}

const get = (path: string) =>
  site.app.inject({ url: `/en/c/${campaign.slug}${path}`, headers: { accept: "text/html" } });

test("a sent update can be read by everybody, with neutral words for what was its reader's own", async () => {
  expect((await get("")).body).not.toContain('id="news"');
  const id = await addUpdate();
  const page = await get(`/updates/${id}`);
  expect(page.body).toContain("<h1>For you</h1>");
  expect(page.body).toContain("<h2>Dear supporter,</h2>");
  expect(page.body).toContain("you in your country did it. &lt;script&gt;");
  expect(page.body).not.toMatch(/style=|<script>x/);
  const list = await get("/updates");
  for (const { body } of [list, await get("")]) {
    expect(body).toContain(`href="/en/c/${campaign.slug}/updates/${id}"`);
    expect(body).toContain('type="application/rss+xml"');
  }
});

test("readers of another language are told, and see the text that there is", async () => {
  const id = await addUpdate({ texts: { fr: { subject: "Merci", body: "Merci !" } }, fallback: ["fr"] });
  const page = await get(`/updates/${id}`);
  expect(page.body).toContain("Français");
  expect(page.body).toMatch(/<div class="letter" lang="fr" dir="ltr">/);
});

test("an update is there from its first mail on, which leads to it, and stays when sending is stopped", async () => {
  for (const state of ["sending", "paused", "cancelled"] as const) {
    const id = await addUpdate({ state });
    expect((await get(`/updates/${id}`)).statusCode, state).toBe(200);
    expect((await get("/updates")).body).toContain(id);
  }
});

test("drafts, what has not begun and unlisted updates are in no archive", async () => {
  const ids = await Promise.all(
    (["draft", "submitted", "approved", "cancelled"] as const).map((state) => addUpdate({ state }, false)),
  );
  for (const id of [...ids, await addUpdate({ unlisted: true })]) {
    expect((await get(`/updates/${id}`)).statusCode).toBe(404);
    expect((await get("/updates")).body).not.toContain(id);
  }
});

test("the feed is RSS in the reader's language", async () => {
  const id = await addUpdate({ texts: { en: { subject: "A & B", body: "Text" } } });
  const feed = await get("/updates/feed.xml");
  expect(feed.headers["content-type"]).toBe("application/rss+xml; charset=utf-8");
  expect(feed.body).toContain("<language>en</language>");
  expect(feed.body).toContain(`<link>http://sheaf.test/en/c/${campaign.slug}/updates/${id}</link>`);
  expect(feed.body).toMatch(/<title>(<!\[CDATA\[A & B\]\]>|A &amp; B)<\/title>/);
});
