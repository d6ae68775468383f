import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { noteRecount } from "#campaigns/signing/tallies/note-recount.ts";
import { noCounts, type Update } from "#campaigns/updates/update.model.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { campaignDesk } from "./campaign-desk.ts";

let site: TestApp;
let campaign: Campaign;
let ada: ConsoleClient;
let ben: ConsoleClient;
let foreign: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { organisations: { th: "thai-office" } });
  ada = await signInAs(site, "organiser", "ecpat-international", { name: "Ada Writes" });
  ben = await signInAs(site, "organiser", "ecpat-international");
  foreign = await signInAs(site, "organiser", "ecpat-usa");
});
afterAll(() => site.close());

/** The lines of a list of the start page, as text. */
async function list(client: ConsoleClient, name: "waiting" | "awaited" | "wrong"): Promise<string[]> {
  const { body, statusCode } = await client.get("/organiser");
  expect(statusCode).toBe(200);
  const section = body.split(`aria-labelledby="h-${name}"`)[1]?.split("</section>")[0] ?? "";
  return Array.from(section.matchAll(/<li>(.*?)<\/li>/gs), ([, line = ""]) =>
    line
      .replaceAll(/<[^>]+>/g, " ")
      .replaceAll(/\s+/g, " ")
      .trim(),
  );
}

async function addUpdate(differences: Partial<Update>): Promise<void> {
  const now = site.deps.now();
  await site.deps.database.updates.create({
    ...{ _id: new Types.ObjectId(), campaign: campaign.slug, organisation: campaign.organisation },
    ...{ state: "draft", texts: {}, fallback: [], audience: {}, createdBy: "somebody" },
    ...{ createdAt: now, changedAt: now, planned: 0, counts: noCounts() },
    ...differences,
  });
}

test("with nothing to do, the start page says so in each of its lists", async () => {
  const { body } = await ada.get("/organiser");
  for (const line of ["Nothing is waiting for you.", "You are not waiting for anybody.", "Nothing is wrong."])
    expect(body).toContain(line);
  expect(body).toContain("Test campaign");
});

test("signing in leads there", async () => {
  const { headers } = await site.app.inject({ url: "/organiser" });
  expect(headers.location).toContain("/organiser/sign-in");
});

test("a draft is on its writer's list until it is sent, then on the second person's, and never on a stranger's", async () => {
  const desk = campaignDesk(site, ada, ben);
  await desk.write("roads");
  expect(await list(ada, "waiting")).toEqual([
    expect.stringMatching(/^Finish your draft: the campaign’s page Safe roads · since /),
  ]);
  expect(await list(ben, "waiting")).toEqual([]);
  await desk.act(ada, "roads", "submit");
  expect(await list(ada, "awaited")).toEqual([
    expect.stringContaining("The campaign’s page is waiting for approval Safe roads"),
  ]);
  expect(await list(ada, "waiting")).toEqual([]);
  expect(await list(ben, "waiting")).toEqual([
    expect.stringMatching(/^Approve the campaign’s page Safe roads · asked for by Ada Writes ?, /),
  ]);
  for (const name of ["waiting", "awaited", "wrong"] as const) expect(await list(foreign, name)).toEqual([]);
  await desk.act(ben, "roads", "approve");
  expect((await list(ada, "waiting"))[0]).toContain("Publish what is approved: the campaign’s page");
  await desk.act(ben, "roads", "publish");
  for (const client of [ada, ben]) expect(await list(client, "waiting")).toEqual([]);
});

test("what was sent back is on the list of who wrote it, with its link", async () => {
  const desk = campaignDesk(site, ada, ben);
  const form = await desk.formOf("roads", "en", { "page.first": "Every child walks far." });
  await ada.post("/organiser/c/roads/petitions/page?in=en", form);
  await desk.act(ada, "roads", "submit");
  const revision = /name="revision" value="(\d+)"/.exec(
    (await ben.get("/organiser/c/roads/petitions/page/changes")).body,
  )?.[1];
  await ben.post("/organiser/c/roads/petitions/page/give-back", {
    revision: revision ?? "",
    note: "Too far.",
  });
  expect((await list(ada, "waiting"))[0]).toContain("Change what was sent back: the campaign’s page");
  expect((await ada.get("/organiser")).body).toContain('href="/organiser/c/roads/petitions"');
});

test("e-mails and what is asked about a campaign are on the lists of the two people concerned", async () => {
  await addUpdate({
    ...{ state: "submitted", createdBy: ada.account.id, submittedBy: ada.account.id },
    ...{ submittedAt: site.deps.now(), texts: { en: { subject: "News of today", body: "Some." } } },
  });
  await ada.post(`/organiser/c/${campaign.slug}/close`, { reason: "ended", note: "" });
  expect(await list(ben, "waiting")).toEqual([
    expect.stringContaining("Approve the closing of the campaign"),
    expect.stringContaining("Approve the e-mail “News of today”"),
  ]);
  expect(await list(ada, "awaited")).toEqual([
    expect.stringContaining("The closing of the campaign is waiting for approval"),
    expect.stringContaining("The e-mail “News of today” is waiting for approval"),
  ]);
});

test("what is wrong is told with its campaign: mails in doubt, sending that stopped, counts that don’t agree", async () => {
  await addUpdate({ state: "sent", counts: { ...noCounts(), uncertain: 3 } });
  await addUpdate({ state: "paused", texts: { en: { subject: "Stopped", body: "" } } });
  await noteRecount(site.deps, campaign.slug, "roll", 2);
  const wrong = await list(ben, "wrong");
  expect(wrong).toEqual(
    expect.arrayContaining([
      expect.stringContaining("3 e-mails are uncertain"),
      expect.stringContaining("Sending of the e-mail “Stopped” is paused"),
      expect.stringContaining("The checks found 2 counts that don’t agree Test campaign"),
    ]),
  );
  expect(await list(foreign, "wrong")).toEqual([]);
});

test("an auditor has nothing to approve, and sees what is wrong", async () => {
  const auditor = await signInAs(site, "auditor", "ecpat-international");
  expect(await list(auditor, "waiting")).toEqual([]);
  expect((await list(auditor, "wrong")).length).toBeGreaterThan(0);
});
