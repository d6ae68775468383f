import { afterAll, beforeAll, expect, test } from "vitest";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { frameOf, isLocale, nearestLocale } from "#campaigns/platform/languages/languages.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { answers, openSite, type Site } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite({ SHEAF_SIGN_LIMIT: "500" });
  const usual = await loadTestCampaign(site.deps.database, { slug: "trygga-vagar", countries: [] });
  const { en: page } = usual.pages;
  const { deps } = site;
  await deps.database.campaigns.updateOne(
    { _id: "trygga-vagar" },
    { $set: { languages: ["sv"], pages: { sv: { ...page, headline: "Trygga vägar" } } } },
  );
  const text = { text: "Till riksdagen: gör vägarna trygga.\n", sha256: "0".repeat(64) };
  await deps.database.petitions.updateOne(
    { campaign: "trygga-vagar" },
    { $set: { target: { sv: "Riksdagen" }, "versions.0.texts": { sv: text } } },
  );
  forgetCampaigns(deps);
});
afterAll(() => site.close());

test("a campaign in Swedish shows its own words as Swedish, and Sheaf's around them as English", async () => {
  const reply = await site.get("/sv/c/trygga-vagar");
  expect(reply.statusCode).toBe(200);
  expect(reply.body).toContain('<html lang="en" dir="ltr">');
  expect(reply.body).toContain('<h1 lang="sv" dir="ltr">Trygga vägar</h1>');
  expect(reply.body).toContain('<strong lang="sv" dir="ltr">Riksdagen</strong>');
  expect(reply.body).toContain('<blockquote class="words" lang="sv" dir="ltr">');
  expect(
    reply.body
      .match(/hreflang="[^"]+"/g)
      ?.every((mark) => mark.includes('"sv"') || mark.includes('"x-default"')),
  ).toBe(true);
});

test("readers of other languages are led to one that the campaign has", async () => {
  const reply = await site.get("/th/c/trygga-vagar?source=poster");
  expect([reply.statusCode, reply.headers.location]).toEqual([302, "/sv/c/trygga-vagar?source=poster"]);
  const any = await site.get("/c/trygga-vagar", { "accept-language": "th-TH,en;q=0.5" });
  expect(any.headers.location).toBe("/sv/c/trygga-vagar");
});

test("somebody signs the words she saw: in their language, whatever the form's address", async () => {
  const form = { ...answers(), country: "SE" };
  const reply = await site.post("/th/c/trygga-vagar/sign", form);
  const receipt = String(reply.headers.location).split("/").at(-1) ?? "";
  await site.work();
  const campaign = await findCampaign(site.deps, "trygga-vagar");
  const pending = await site.deps.database.pending.findOne({ "entry.locale": "sv" });
  expect(campaign?.languages).toEqual(["sv"]);
  expect(pending?.entry.locale).toBe("sv");
  const page = await site.get(site.link("confirm", receipt));
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('lang="sv" dir="ltr">Riksdagen</strong>');
});

test("an address in what is no language is not there, and every language has the pages about Sheaf", async () => {
  expect((await site.get("/xx/c/trygga-vagar")).statusCode).toBe(404);
  expect((await site.get("/fil/privacy")).statusCode, "it has a code already: tl").toBe(404);
  const privacy = await site.get("/ca/privacy");
  expect(privacy.statusCode).toBe(200);
  expect(privacy.body).toContain('<html lang="es" dir="ltr">');
});

test.each([
  ["sv", "en"],
  ["ca", "es"],
  ["br", "fr"],
  ["ceb", "tl"],
  ["fa", "en"],
  ["th", "th"],
])("the words around %s are in %s", (locale, frame) => {
  expect(isLocale(locale)).toBe(true);
  expect(frameOf(locale)).toBe(frame);
});

test("of several languages offered, readers get the nearest, and the first when none is near", () => {
  expect(nearestLocale(["nb"], ["fr", "sv", "da"], "fr")).toBe("da");
  expect(nearestLocale(["th"], ["sv", "fr"], "sv")).toBe("sv");
});
