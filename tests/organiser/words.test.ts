import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { operatorTerms, organiserTerms } from "#server/organiser/glossary/terms.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let campaign: Campaign;
let organiser: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  organiser = await signInAs(site, "organiser");
});
afterAll(() => site.close());

/** What operators and developers say; organisers read batches, entries, checks and signatures instead. */
const ofOperators =
  /\b(sheets?|roll|recounts?|sums?|blind keys?|nullifiers?|tally|tallies|drift|dispatch(es)?|sweep|in flight|crash|queued|hash(es)?|slug)\b/i;

/** Buttons and titles as they were once called. */
const old = [
  /things? to mend/i,
  /^Ask for it$/i,
  /Name in addresses/i,
  /Hand to a second person/i,
  /^Give back$/i,
  /^Go on$/i,
  /End this account/i,
  /^Send it now$/i,
];

/** The texts of the console in English with their keys, but for the glossary, which explains both kinds of words. */
function englishTexts(): [key: string, text: string][] {
  const folder = new URL("../../server/organiser/messages/en/", import.meta.url);
  const collect = (messages: object, path: string): [string, string][] =>
    Object.entries(messages).flatMap(([key, value]) =>
      typeof value === "string" ? [[`${path}.${key}`, value]] : collect(value, `${path}.${key}`),
    );
  return readdirSync(folder)
    .filter((name) => name !== "glossary.json")
    .flatMap((name) =>
      collect(JSON.parse(readFileSync(new URL(name, folder), "utf8")), name.replace(".json", "")),
    );
}

test("the console says nothing in operators' words, and nothing in words that it gave up", () => {
  const texts = englishTexts();
  expect(texts.length).toBeGreaterThan(500);
  for (const [key, text] of texts) {
    expect([key, text.replaceAll(/\{\{\w+\}\}/g, "")]).not.toEqual([key, expect.stringMatching(ofOperators)]);
    for (const words of old) expect([key, text]).not.toEqual([key, expect.stringMatching(words)]);
  }
});

test("a part of an organisation and the office that a petition addresses have a word each", () => {
  const texts = new Map(englishTexts());
  expect(texts.get("organisations.kinds.office")).toBe("Branch");
  expect(texts.get("campaigns.passage.only-office")).toBe("Office that the petition addresses");
});

test("the pages of organisers show no checksums of texts and no keys", async () => {
  const at = `/organiser/c/${campaign.slug}`;
  for (const path of [
    "/organiser",
    "/organiser/campaigns",
    at,
    `${at}/petitions`,
    `${at}/updates`,
    `${at}/sheets`,
  ]) {
    const { body, statusCode } = await organiser.get(path);
    const words = body.replaceAll(/<[^>]*>/g, " ");
    expect([path, statusCode, /sha-?256|[0-9a-f]{12}…/i.test(words)]).toEqual([path, 200, false]);
  }
});

test("the glossary explains every word of both kinds, and the places where they stand lead to it", async () => {
  const { body } = await organiser.get("/organiser/glossary");
  for (const term of [...organiserTerms, ...operatorTerms]) expect(body).toContain(`id="${term}"`);
  const at = `/organiser/c/${campaign.slug}`;
  for (const [path, term] of [
    [`${at}/sheets`, "batch"],
    [`${at}/petitions`, "version"],
    [`${at}/posters`, "sourceCode"],
    [at, "check"],
    [`/staff/c/${campaign.slug}/bundles`, "bundle"],
  ] as const)
    expect([path, (await organiser.get(path)).body.includes(`/organiser/glossary#${term}"`)]).toEqual([
      path,
      true,
    ]);
});

test("the backlog stands below the countries, and checks below that, for operators", async () => {
  const { body } = await organiser.get(`/organiser/c/${campaign.slug}`);
  const order = ["h-countries", "h-petitions", "h-health", "h-checks"].map((id) =>
    body.indexOf(`id="${id}"`),
  );
  expect(order.every((at) => at > 0)).toBe(true);
  expect(order).toEqual(order.toSorted((one, other) => one - other));
});
