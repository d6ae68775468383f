import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let writer: ConsoleClient;
let list: string;

beforeAll(async () => {
  site = await openTestApp();
  const campaign = await loadTestCampaign(site.deps.database);
  writer = await signInAs(site, "organiser");
  list = `/organiser/c/${campaign.slug}/updates`;
});
afterAll(() => site.close());

test("what is no day is refused in words and widens no audience", async () => {
  const begun = await writer.post(`${list}/new`, { organisation: "ecpat-international", template: "blank" });
  const path = String(begun.headers.location).split("?")[0] ?? "";
  const seenAt = /name="seenAt" value="([^"]+)"/.exec((await writer.get(path)).body)?.[1] ?? "";
  const text = { locale: "en", subject: "Thank you", body: "Hello." };
  const form = { ...text, fallback: "en", next: "save", seenAt };
  for (const [field, day] of [
    ["from", "2026-02-30"],
    ["before", "2027-02-29"],
    ["from", "soon"],
  ] as const) {
    const refused = await writer.post(path, { ...form, [field]: day });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain(`id="f-${field}-error">There is no such day: write it like 2026-11-23.`);
    const counted = await writer.post(`${path}/count`, { ...form, [field]: day });
    expect(counted.statusCode).toBe(422);
  }
  expect((await site.deps.database.updates.findOne({}).lean())?.audience).toEqual({});
});
