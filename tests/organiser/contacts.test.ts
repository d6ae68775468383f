import { afterAll, beforeAll, expect, test } from "vitest";
import { countSealedUnder } from "#campaigns/key-rotation/sealed-under.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

const path = "/organiser/c/private/petitions/th/contact";
const canary = {
  name: "Canary Minister",
  email: "canary@ministry.test",
  phone: "+66 2 000 0000",
  notes: "canary notes",
};
let site: TestApp;
let thai: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  thai = await signInAs(site, "organiser", "ecpat-thailand");
  await loadTestCampaign(site.deps.database, { slug: "private", organisations: { th: "ecpat-thailand" } });
});
afterAll(() => site.close());

test("a contact is shown to its organisers, and is nowhere else: not in the dump, the audit, the API or on a page", async () => {
  expect((await thai.post(path, { ...canary, revision: "0" })).statusCode).toBe(303);
  const shown = (await thai.get(path)).body;
  for (const value of Object.values(canary)) expect(shown).toContain(value);
  const { contacts, audit } = site.deps.database;
  const dump = JSON.stringify([await contacts.find().toArray(), await audit.find().toArray()]);
  const raw = (await contacts.findOne())?.sealed.toString("latin1");
  const api = (await site.app.inject("/api/v1/campaigns/private")).body;
  const page = (await site.app.inject("/en/c/private/th")).body;
  for (const text of [dump, raw, api, page]) expect(text).not.toMatch(/canary/i);
  const sealedNow = await countSealedUnder(site.deps, site.deps.keys.current().id);
  expect(sealedNow.contacts).toBe(1);
});

test("somebody who changes an older one is shown both, and another organisation finds nothing", async () => {
  // Sent twice, it is stored once, and nobody is told of anybody.
  expect((await thai.post(path, { ...canary, revision: "0" })).statusCode).toBe(303);
  const told = await thai.post(path, { ...canary, name: "Somebody else", revision: "0" });
  expect(told.statusCode).toBe(409);
  expect(told.body).toContain('value="Somebody else"');
  expect(told.body).toContain('<p class="text" dir="auto">Canary Minister</p>');
  expect(told.body).toContain('name="revision" value="1"');
  expect((await thai.post(path, { ...canary, name: "Somebody else", revision: "1" })).statusCode).toBe(303);
  const foreign = await signInAs(site, "organiser", "ecpat-usa");
  expect((await foreign.get(path)).statusCode).toBe(404);
  expect((await foreign.post(path, { ...canary, revision: "2" })).statusCode).toBe(404);
  const auditor = await signInAs(site, "auditor", "ecpat-thailand");
  expect((await auditor.get(path)).statusCode).toBe(403);
});
