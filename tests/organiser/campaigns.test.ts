import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
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

test("a campaign goes from its first words to its first signature, and other words are a new version", async () => {
  await desk.write("first-signature");
  expect((await site.app.inject("/en/c/first-signature")).statusCode).toBe(404);
  await desk.publish("first-signature");
  const page = await site.app.inject("/en/c/first-signature");
  expect(page.body).toContain("Roads that children can cross");
  const signed = await site.sendForm("first-signature", {
    name: "Eve",
    email: "eve@sheaf.test",
    country: "TH",
  });
  expect(signed.statusCode).toBe(303);

  const form = await desk.formOf(
    "first-signature",
    "en",
    { "wordings.international": "To: {office}\n\nMake all roads safe." },
    "international",
  );
  await ada.post("/organiser/c/first-signature/petitions/international?in=en", form);
  // What waits leads to its words and its next button.
  expect((await ben.get("/organiser/c/first-signature/petitions")).body).toContain(
    'href="/organiser/c/first-signature/petitions/international/changes">Being edited<',
  );
  await desk.publish("first-signature", "international");
  forgetCampaigns(site.deps);
  const campaign = await findCampaign(site.deps, "first-signature");
  expect(campaign?.petitions[0]?.versions.map(({ version, texts }) => [version, texts.en?.text])).toEqual([
    [1, "To: The Parliament\n\nMake roads safe.\n"],
    [2, "To: The Parliament\n\nMake all roads safe.\n"],
  ]);
  for (const sheet of await site.deps.database.sheets.find({ state: "received" }).toArray())
    await processSheet(site.deps, sheet._id);
  const overview = await ada.get("/organiser/c/first-signature/petitions");
  expect(overview.body).toContain("Version 2 since");
  expect(overview.body).toContain("Version 1 since");
  const acts = await site.deps.database.audit.find({ on: /^first-signature/ }).toArray();
  expect(new Set(acts.map((entry) => entry.act))).toEqual(
    new Set(["campaign.create", "petition.edit", "petition.submit", "petition.approve", "petition.publish"]),
  );
});

test("the console's navigation leads to the campaigns, and a campaign's page to its posters, share texts and days", async () => {
  await desk.write("reachable");
  await desk.publish("reachable");
  const link = '<a class="nav-link" href="/organiser/campaigns"';
  expect((await ada.get("/organiser/account")).body).toContain(link);
  expect((await ada.get("/organiser/campaigns")).body).toContain(`${link} aria-current="page"`);
  const { body } = await ada.get("/organiser/c/reachable/petitions");
  expect(body).toContain(link);
  for (const page of ["posters", "shares", "schedule"]) {
    expect(body).toContain(`href="/organiser/c/reachable/${page}"`);
    expect([page, (await ada.get(`/organiser/c/reachable/${page}`)).statusCode]).toEqual([page, 200]);
  }
});

test("who approves sees what changes, passage by passage in each language, and nothing that stays", async () => {
  await desk.write("compared", ["th"]);
  const path = "/organiser/c/compared/petitions/page/changes";
  expect((await ben.get(path)).body).toContain("Nothing of this has been published yet");
  await desk.publish("compared");
  expect((await ben.get(path)).body).toContain("Nothing differs from what people see today.");
  const edit = async (locale: "en" | "th", texts: Record<string, string>, add?: string) => {
    const form = await desk.formOf("compared", locale, texts);
    return ada.post(`/organiser/c/compared/petitions/page?in=${locale}`, { ...form, ...(add && { add }) });
  };
  await edit("en", {}, "why");
  const second = "Because roads are dangerous.";
  await edit("en", {
    "page.why.0": "A reason put in front.",
    "page.why.1": second,
    "page.first": "Every child may walk <b>.",
  });
  await edit("th", { "page.headline": "ถนนที่เด็กเดินได้" });
  const { body } = await ben.get(path);
  const seen = body.replaceAll(/<span class="unseen"[^>]*>[^<]*<\/span>/g, "");
  expect(seen).toContain("Every child <del>walks</del><ins>may walk &lt;b&gt;</ins>.");
  expect(seen).toContain("<ins>A reason put in front.</ins>");
  expect(seen).not.toContain(second);
  expect(seen).toContain("ถนนที่เด็กเดินได้");
  expect(body).toContain("Added:");
  expect((await ben.get("/organiser/c/compared/petitions")).body).toContain(`href="${path}"`);
  const note = "Say it in one sentence.";
  const late = await ben.post("/organiser/c/compared/petitions/page/give-back", { revision: "1", note });
  expect(late.statusCode).toBe(409);
  expect(late.body).toContain(note);
});

describe("what is not ready", () => {
  test("shows each text that lacks a translation, and can't be submitted", async () => {
    await ada.post("/organiser/campaigns/new", begin("not-ready"));
    const added = await ada.post("/organiser/c/not-ready/languages", { language: "th" });
    expect(added.headers.location).toBe("/organiser/c/not-ready/petitions/page?in=th");
    const overview = await ada.get("/organiser/c/not-ready/petitions");
    expect(overview.body).toContain("things to fix before it can be sent for approval");
    expect((await ada.get("/organiser/c/not-ready/petitions/page?in=th")).body).toContain("Not translated");
    const answer = await desk.act(ada, "not-ready", "submit");
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("Something has to be fixed first");
    expect(answer.body).toContain("<bdi>ไทย</bdi>: 9 texts are empty");
  });

  test("a new campaign with a mistake comes back with what was typed", async () => {
    const answer = await ada.post("/organiser/campaigns/new", { ...begin("Not A Slug"), ask: "  " });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('value="Not A Slug"');
    expect(answer.body).toContain("What is asked, in one sentence is missing");
  });
});

test("two editors of one text: the second is told, shown both, and loses nothing", async () => {
  await ada.post("/organiser/campaigns/new", begin("two-editors"));
  const path = "/organiser/c/two-editors/petitions/page?in=en";
  const [adas, bens] = await Promise.all([
    desk.formOf("two-editors", "en", { "page.headline": "Ada wrote this" }),
    desk.formOf("two-editors", "en", {
      "page.headline": "Ben wrote that",
      "page.first": "And Ben wrote more",
    }),
  ]);
  expect((await ada.post(path, adas)).statusCode).toBe(303);
  const told = await ben.post(path, bens);
  expect(told.statusCode).toBe(409);
  for (const text of [
    "Somebody else changed a text",
    "Ada wrote this",
    "Ben wrote that",
    "And Ben wrote more",
  ])
    expect(told.body).toContain(text);
  const mark = /name="was.page.headline" value="([^"]+)"/.exec(told.body)?.[1] ?? "";
  const again = await ben.post(path, { ...bens, "was.page.headline": mark });
  expect(again.statusCode).toBe(303);
});

test("script in every text is shown as text, in the editor, the overview and the preview", async () => {
  const script = "<script>alert(1)</script>";
  await ada.post("/organiser/campaigns/new", {
    ...begin("stored-script"),
    name: script,
    ask: script,
    office: script,
  });
  const form = await desk.formOf("stored-script", "en", {});
  const poisoned = Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, name.startsWith("text.") ? script : value]),
  );
  for (const add of ["facts", "handovers", "corrections", "shares"])
    await ada.post("/organiser/c/stored-script/petitions/page?in=en", { ...poisoned, add });
  const more = await desk.formOf("stored-script", "en", {});
  const all = Object.entries(more).map(([name, value]) => [
    name,
    name.startsWith("text.") && value === "" ? script : value,
  ]);
  await ada.post("/organiser/c/stored-script/petitions/page?in=en", Object.fromEntries(all));
  for (const path of [
    "",
    "/page?in=en",
    "/page?in=sources",
    "/page/preview?in=en",
    "/page/preview/page?in=en",
  ]) {
    const page = await ada.get(`/organiser/c/stored-script/petitions${path}`);
    expect([path, page.statusCode]).toEqual([path, 200]);
    expect(page.body).not.toContain(script);
    expect(page.body.length).toBeLessThan(150_000);
  }
  expect((await ada.get("/organiser/campaigns")).body).not.toContain(script);
});

test("a text of a megabyte is refused in words, and nothing is stored", async () => {
  await ada.post("/organiser/campaigns/new", begin("megabyte"));
  const path = "/organiser/c/megabyte/petitions/page?in=en";
  const form = await desk.formOf("megabyte", "en", { "page.first": "a".repeat(1_048_576) });
  const answer = await ada.post(path, form);
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain("First paragraph is longer than 2,000 characters");
  const huge = await ada.post(path, { ...form, "text.page.ask": "a".repeat(1_000_000) });
  expect(huge.statusCode).toBe(413);
  const { draft } = await openDraft(site.deps, {
    account: ada.account,
    campaign: "megabyte",
    petition: null,
  });
  expect(draft.revision).toBe(1);
});

test("another organisation finds nothing, and an auditor changes nothing", async () => {
  await ada.post("/organiser/campaigns/new", begin("unseen"));
  const foreign = await signInAs(site, "organiser", "ecpat-usa");
  for (const path of ["petitions", "petitions/page?in=en", "petitions/page/preview/page?in=en"])
    expect((await foreign.get(`/organiser/c/unseen/${path}`)).statusCode).toBe(404);
  expect((await foreign.get("/organiser/campaigns")).body).not.toContain("unseen");
  const { draft } = await openDraft(site.deps, { account: ada.account, campaign: "unseen", petition: null });
  const form = { revision: String(draft.revision) };
  expect((await foreign.post("/organiser/c/unseen/petitions/page/submit", form)).statusCode).toBe(404);
  const auditor = await signInAs(site, "auditor");
  expect((await auditor.get("/organiser/c/unseen/petitions")).statusCode).toBe(200);
  expect((await auditor.post("/organiser/c/unseen/petitions/page/submit", form)).statusCode).toBe(403);
});
