import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approvalKinds } from "#campaigns/approvals/approval.model.ts";
import { composeApproval } from "#campaigns/letters/approvals/compose-approval.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { noCounts } from "#campaigns/updates/update.model.ts";
import { addReader } from "../support/add-reader.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { campaignDesk, words } from "./campaign-desk.ts";

let site: TestApp;
let ada: ConsoleClient;
let ben: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  ada = await signInAs(site, "organiser", "ecpat-international", { name: "Ada Writes" });
  ben = await signInAs(site, "organiser", "ecpat-international", { locale: "fr" });
  await signInAs(site, "auditor", "ecpat-international");
  await signInAs(site, "organiser", "ecpat-usa");
});
afterAll(() => site.close());

/** Who is written to about something, by the ids of their accounts, and what they are shown. */
async function written() {
  const { letters, approvals } = site.deps.database;
  const [asked] = await approvals.find().sort({ at: -1, _id: -1 }).limit(1).toArray();
  if (!asked) throw new Error("Nothing was asked for.");
  const to = await letters.find({ purpose: "approval", approval: asked._id }).toArray();
  return { asked, to: to.map(({ account }) => account?.toHexString()) };
}

test("who may approve a new campaign is written to with its texts in full, and nobody else is", async () => {
  const desk = campaignDesk(site, ada, ben);
  await desk.write("asked-for");
  await desk.act(ada, "asked-for", "submit");
  const { asked, to } = await written();
  expect(to).toEqual([ben.account.id]);
  expect(asked).toMatchObject({ kind: "page", campaign: "asked-for", by: ada.account.id });
  const texts = asked.changes.map(({ becomes }) => becomes.trim());
  for (const text of Object.values(words)) expect(texts).toContain(text);
});

test("the letter has the change in it, and the page that it leads to shows all of it above the button", async () => {
  const { asked } = await written();
  const link = "https://sheaf.test/organiser/c/asked-for/petitions/page/changes";
  const letter = composeApproval("fr", { ...asked, asker: "Ada Writes", organisation: "ECPAT", link });
  expect(letter.subject).toContain("La page d’une campagne attend votre approbation");
  for (const part of [letter.text, letter.html]) {
    expect(part).toContain("Ada Writes");
    expect(part).toContain("Make roads safe.");
    expect(part).toContain(link);
  }
  const page = await ben.get("/organiser/c/asked-for/petitions/page/changes");
  const before = page.body.split('/approve"')[0] ?? "";
  for (const text of Object.values(words))
    for (const line of text.split("\n")) expect(before).toContain(line);
  const overview = await ben.get("/organiser/c/asked-for/petitions");
  expect(overview.body).not.toContain('/approve"');
  expect(overview.body).toContain("Lire et approuver");
});

test("of a text that changes, the letter shows what it was and what it becomes", async () => {
  const desk = campaignDesk(site, ada, ben);
  for (const move of ["approve", "publish"]) await desk.act(ben, "asked-for", move);
  const form = await desk.formOf("asked-for", "en", { "page.first": "Every child walks to school." });
  await ada.post("/organiser/c/asked-for/petitions/page?in=en", form);
  await desk.act(ada, "asked-for", "submit");
  const { asked } = await written();
  expect(asked.changes).toEqual([
    { about: { locale: "en" }, was: "Every child walks.", becomes: "Every child walks to school." },
  ]);
});

test("closing and other dates are written about with their reason and days", async () => {
  await ada.post("/organiser/c/asked-for/close", { reason: "handed-over", note: "Given to the minister." });
  const closing = await written();
  expect(closing.to).toEqual([ben.account.id]);
  expect(closing.asked).toMatchObject({
    kind: "close",
    note: "Given to the minister.",
    changes: [{ about: { label: "reason" }, becomes: "handed-over" }],
  });
  await ada.post("/organiser/c/asked-for/ending/drop");
  const page = (await ada.get("/organiser/c/asked-for/schedule")).body;
  const value = (name: string) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ?? "";
  const dates = { goals: value("goals"), timeZone: "UTC", opensAt: value("opensAt"), closesAt: "2099-05-06" };
  await ada.post("/organiser/c/asked-for/schedule", { ...dates, was: value("was") });
  const { asked } = await written();
  expect(asked.changes).toEqual([{ about: { label: "closesAt" }, was: "", becomes: "2099-05-06" }]);
});

test("an e-mail to supporters is shown with every text above the button, and says who wrote and sent it", async () => {
  const campaign = await loadTestCampaign(site.deps.database);
  const _id = new Types.ObjectId();
  const at = site.deps.now();
  await site.deps.database.updates.create({
    ...{ _id, campaign: campaign.slug, organisation: campaign.organisation, state: "submitted" },
    texts: { en: { subject: "News", body: "The English text." }, th: { subject: "ข่าว", body: "ข้อความไทย" } },
    ...{ fallback: ["en"], audience: {}, createdBy: ada.account.id, createdAt: at, changedAt: at },
    ...{ submittedBy: ada.account.id, submittedAt: at, planned: 0, counts: noCounts() },
  });
  const { body } = await ben.get(`/organiser/c/${campaign.slug}/updates/${_id.toHexString()}`);
  const [before = "", ...after] = body.split('/approve"');
  expect(after).toHaveLength(1);
  for (const text of ["The English text.", "ข้อความไทย", "par Ada Writes"]) expect(before).toContain(text);
});

test("with nobody else in the organisation, the secretariat is written to", async () => {
  const carl = await signInAs(site, "organiser", "ecpat-sweden");
  const lead = await addReader(site.deps, "ecpat-international", "lead@sheaf.test", "en");
  await site.deps.database.accounts.updateOne({ _id: lead }, { $set: { role: "secretariat" } });
  const alone = campaignDesk(site, carl, ben);
  await alone.write("alone");
  await alone.act(carl, "alone", "submit");
  expect((await written()).to).toEqual([lead.toHexString()]);
});

test("each kind is written in each language, with no gap left open", () => {
  for (const locale of locales)
    for (const kind of approvalKinds) {
      const { subject, text } = composeApproval(locale, {
        kind,
        thing: "th",
        names: [{ locale: "en", text: "Safe roads" }],
        note: "Because.",
        changes: [
          { about: { locale: "th" }, was: "One.", becomes: "Two." },
          { about: { label: "reason" }, was: "", becomes: "ended" },
          { about: { label: "sources" }, was: "Old source.", becomes: "" },
        ],
        asker: undefined,
        organisation: "Walkers",
        link: "https://sheaf.test/organiser",
      });
      expect(`${subject}\n${text}`).not.toMatch(/\{\{|approval\./);
    }
});
