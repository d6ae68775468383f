import type { mongo } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { moveGoals } from "#campaigns/petitions/drafts/change-campaign.ts";
import { checkDraft } from "#campaigns/petitions/drafts/check-draft.ts";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { paletteNames, paletteOf } from "#campaigns/petitions/drafts/palettes.ts";
import { withPlain } from "#campaigns/petitions/drafts/plain.ts";
import { publishDraft } from "#campaigns/petitions/drafts/publish-draft.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { begin, type CampaignDesk, campaignDesk } from "./campaign-desk.ts";

let site: TestApp;
let ada: ConsoleClient;
let ben: ConsoleClient;
let desk: CampaignDesk;

beforeAll(async () => {
  site = await openTestApp();
  ada = await signInAs(site, "organiser");
  ben = await signInAs(site, "secretariat");
  desk = campaignDesk(site, ada, ben);
});
afterAll(() => site.close());

test("days, goals, colours and what is asked are set before publication, and a future opening waits for its day", async () => {
  await desk.write("opens-later");
  const path = "/organiser/c/opens-later/settings";
  const first = (await ada.get(path)).body;
  const was = /name="was" value="([^"]+)"/.exec(first)?.[1] ?? "";
  const usual = { goals: "50 500", palette: "plum", verification: "none", asksPostcode: "yes", was };
  const days = { timeZone: "Asia/Bangkok", opensAt: "2098-12-01 08:00", closesAt: "2099-01-31" };
  const before = await ada.post(path, { ...usual, ...days, closesAt: "2098-11-30" });
  expect(before.statusCode).toBe(422);
  expect(before.body).toContain('id="f-closesAt-error">The closing date must be after the opening date.');
  expect(before.body).toContain('value="2098-11-30"');
  const past = await ada.post(path, { ...usual, ...days, opensAt: "2020-01-01", closesAt: "2021-01-01" });
  expect(past.statusCode).toBe(422);
  expect(past.body).toContain('id="f-closesAt-error">This date is in the past');
  const nowhere = await ada.post(path, { ...usual, ...days, timeZone: "Asia/Atlantis" });
  expect(nowhere.statusCode).toBe(422);
  expect(nowhere.body).toContain('id="f-timeZone-error">Choose a time zone from the list.');
  const noDay = await ada.post(path, { ...usual, ...days, closesAt: "2099-02-30" });
  expect(noDay.body).toContain('id="f-closesAt-error">Write it like');
  expect((await ada.post(path, { ...usual, ...days })).statusCode).toBe(303);
  const set = (await ada.get(path)).body;
  for (const part of [
    'value="2098-12-01 08:00"',
    'value="2099-01-31"',
    '<option value="Asia/Bangkok" selected>',
  ])
    expect(set).toContain(part);
  const stale = await ben.post(path, { ...usual, ...days, goals: "7", palette: "green" });
  expect(stale.statusCode).toBe(409);
  for (const part of ['value="7"', ">50 500</p>", '<option value="green" selected>', ">Plum</p>"])
    expect(stale.body).toContain(part);

  await desk.publish("opens-later");
  forgetCampaigns(site.deps);
  const campaign = await findCampaign(site.deps, "opens-later");
  expect(campaign).toMatchObject({ goals: [50, 500], verification: "none", asksPostcode: true });
  expect(campaign?.opensAt.toISOString()).toBe("2098-12-01T01:00:00.000Z");
  expect(campaign?.closesAt?.toISOString()).toBe("2099-01-31T17:00:00.000Z");
  expect(campaign?.colours).toEqual(paletteOf("plum"));
  expect((await ada.get("/organiser/c/opens-later/petitions")).body).toContain("Opens on");
  expect((await ada.get(path)).statusCode).toBe(409);
  const late = await ada.post(path, { ...usual, ...days, goals: "77 770" });
  expect(late.statusCode).toBe(409);
  expect(late.body).toContain('<p class="text theirs" dir="auto">77 770</p>');
  const early = { name: "Eve", email: "eve@sheaf.test", country: "TH" };
  expect((await site.sendForm("opens-later", early)).statusCode).not.toBe(303);
});

test("goals that move while a draft is being published are not moved back: who publishes looks again", async () => {
  const campaign = "at-once";
  await desk.write(campaign);
  await desk.publish(campaign);
  const form = await desk.formOf(campaign, "en", { "page.first": "Every child cycles." });
  await ada.post("/organiser/c/at-once/petitions/page?in=en", form);
  await desk.act(ada, campaign, "submit");
  await desk.act(ben, campaign, "approve");
  const { id, organisation, role } = ben.account;
  const by = { account: ben.account, actor: { account: id, organisation, role, from: "here" }, campaign };
  const live = await findCampaign(site.deps, campaign);
  if (!live) throw new Error("It is not published.");
  const { timeZone, opensAt, closesAt } = live;
  const was = { goals: live.goals, timeZone, opensAt, closesAt };
  const move = () => moveGoals(site.deps, { ...by, was, goals: [7, 77] });
  const late = <T extends object>(from: T, name: keyof T, other: unknown) =>
    new Proxy(from, { get: (target, key) => (key === name ? other : Reflect.get(target, key)) });
  const { connection } = site.deps.database;
  const client = connection.getClient();
  const withSession = async (work: (session: mongo.ClientSession) => Promise<unknown>) => {
    await move();
    return client.withSession(work);
  };
  const getClient = () => late(client, "withSession", withSession);
  const database = late(site.deps.database, "connection", late(connection, "getClient", getClient));
  await expect(publishDraft({ ...site.deps, database }, { ...by, petition: null })).rejects.toMatchObject({
    code: "draft-changed",
  });
  expect((await desk.act(ben, campaign, "publish")).statusCode).toBe(303);
  const { goals, pages } = (await findCampaign(site.deps, campaign)) ?? {};
  expect([goals, pages?.en?.first]).toEqual([[7, 77], "Every child cycles."]);
});

test.each(paletteNames)("the palette %s stands under the catalogue's rule of contrast", async (name) => {
  const draftOf = async (colours: ReturnType<typeof paletteOf>) => {
    const open = await openDraft(site.deps, { account: ada.account, campaign: "unseen", petition: null });
    const file = withPlain(open.own.get("campaign.yaml"), ["colours"], colours);
    return { ...open, merged: new Map(open.merged).set("campaign.yaml", file) };
  };
  await ada.post("/organiser/campaigns/new", begin("unseen"));
  const faint = async (colours: ReturnType<typeof paletteOf>) =>
    (await checkDraft(await draftOf(colours), site.deps.now())).problems.filter(
      ({ path }) => path[0] === "colours",
    );
  expect(await faint(paletteOf(name))).toEqual([]);
  const colours = paletteOf(name);
  expect(await faint({ ...colours, light: { ...colours.light, campaign: "#eeeeee" } })).not.toEqual([]);
});

test("the navigation of a campaign that is only begun leads to nothing that is not there", async () => {
  await ada.post("/organiser/campaigns/new", begin("only-begun"));
  const pages = [
    "petitions",
    "petitions/page?in=en",
    "petitions/page/changes",
    "petitions/page/preview?in=en",
    "settings",
  ];
  for (const page of pages) {
    const { body } = await ada.get(`/organiser/c/only-begun/${page}`);
    const side = /<header class="side">[\s\S]*<\/header>/.exec(body)?.[0] ?? "";
    const links = Array.from(side.matchAll(/href="([^"]*only-begun[^"]*)"/g), ([, href = ""]) => href);
    expect(links, page).toEqual(["/organiser/c/only-begun/petitions"]);
  }
});
