import { afterAll, beforeAll, expect, test } from "vitest";
import { readShareResults } from "#campaigns/dashboard/read-share-results.ts";
import { wilsonInterval } from "#campaigns/dashboard/wilson-interval.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { sourceSumKey } from "#campaigns/signing/tallies/source-sum.model.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

const slug = "two-texts";
let site: TestApp;
let ada: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  ada = await signInAs(site, "organiser");
  const { pages } = await loadTestCampaign(site.deps.database, { slug, verification: "none" });
  const shares = [
    { variant: "a", text: "Sign with me." },
    { variant: "b", text: "Add your name to mine." },
  ];
  const own = Object.entries(pages).map(([locale, page]) => [locale, { ...page, shares }]);
  await site.deps.database.campaigns.updateOne({ _id: slug }, { $set: { pages: Object.fromEntries(own) } });
  forgetCampaigns(site.deps);
});
afterAll(() => site.close());

async function thank(who: string): Promise<{ body: string; variant: string }> {
  const signed = await site.sendForm(slug, { name: who, email: `${who}@sheaf.test`, country: "TH" });
  const receipt = String(signed.headers.location).split("/").at(-1);
  const { body } = await site.app.inject(`/en/c/${slug}/thanks/${receipt}`);
  return { body, variant: /name="variant" value="(.)"/.exec(body)?.[1] ?? "" };
}

test("signers are offered one text each, always the same, and both are offered", async () => {
  const seen = new Set<string>();
  for (let person = 0; person < 12; person += 1) {
    const { body, variant } = await thank(`person-${person}`);
    expect(body).toContain(`source=link_${variant}`);
    seen.add(variant);
  }
  expect([...seen].sort()).toEqual(["a", "b"]);
});

test("sharing is counted and leads to the text; nothing but the count is kept", async () => {
  const payload = new URLSearchParams({ way: "whatsapp", variant: "b" }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = await site.app.inject({ method: "POST", url: `/th/c/${slug}/share`, headers, payload });
  expect(answer.statusCode).toBe(303);
  const step = await site.app.inject(String(answer.headers.location));
  expect(step.body).toContain("Add your name to mine.");
  expect(step.body).toContain(encodeURIComponent("source=whatsapp_b"));
  const unknown = new URLSearchParams({ way: "whatsapp", variant: "z" }).toString();
  await site.app.inject({ method: "POST", url: `/th/c/${slug}/share`, headers, payload: unknown });
  expect(await site.deps.database.shareCounts.find().toArray()).toEqual([
    { _id: `${slug}/b/whatsapp`, campaign: slug, variant: "b", way: "whatsapp", count: 1 },
  ]);
});

test("the console tells which text brings more, once the interval leaves an equal part", async () => {
  expect(wilsonInterval(50, 100)).toEqual({
    low: expect.closeTo(0.4038, 4),
    high: expect.closeTo(0.5962, 4),
  });
  expect(wilsonInterval(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775, 4) });
  expect(wilsonInterval(0, 0)).toBeNull();
  const campaign = await findCampaign(site.deps, slug);
  if (!campaign) throw new Error("The campaign is gone.");
  const { ordinal } = campaign;
  const sum = (source: string, counted: number) => ({
    _id: sourceSumKey(ordinal, null, source),
    campaign: ordinal,
    petition: null,
    source,
    counted,
  });
  await site.deps.database.sourceSums.insertMany([
    sum("whatsapp_a", 20),
    sum("mail_a", 10),
    sum("sms_b", 90),
  ]);
  const results = await readShareResults(site.deps, campaign);
  expect(results.map(({ signatures, verdict }) => [signatures, verdict])).toEqual([
    [30, "less"],
    [90, "more"],
  ]);
  const page = await ada.get(`/organiser/c/${slug}/shares`);
  expect(page.body).toContain("Brings more than an equal share.");
});
