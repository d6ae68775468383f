import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let campaign: Campaign;
let owner: ConsoleClient;
let lead: ConsoleClient;
let at: string;

const office = "Office of the Prime Minister";
const record = {
  ...{ petition: "th", person: "The Prime Minister", office, place: "Bangkok", day: "2026-01-05" },
  ...{
    handedBy: "ECPAT Foundation",
    bundle: "a".repeat(64),
    replyDue: "2026-03-01",
    note: "By the side door.",
  },
};
const certificate = {
  ...{ authority: "Election Office", valid: "4711", of: "5000", reference: "EO-12", day: "2026-02-01" },
};
const reply = { text: "We agree.\n\nA bill follows.", day: "2026-02-20", source: "Letter PM/2026/7" };

beforeAll(async () => {
  site = await openTestApp();
  const organisations = { th: "ecpat-foundation-thailand" };
  campaign = await loadTestCampaign(site.deps.database, { organisations });
  at = `/organiser/c/${campaign.slug}/handovers`;
  owner = await signInAs(site, "organiser", "ecpat-foundation-thailand");
  lead = await signInAs(site, "secretariat");
});
afterAll(() => site.close());

const post = async (client: ConsoleClient, act: string, form: Record<string, string>) =>
  (await client.post(`${at}${act}`, form)).statusCode;
/** A page that names a source is drawn anew each time. */
const page = async (path = "/th") =>
  (await site.app.inject(`/en/c/${campaign.slug}${path}?source=test`)).body;
const stored = async () => {
  const [found] = await site.deps.database.handovers.find({ campaign: campaign.slug }).toArray();
  return `/${found?._id.toHexString() ?? ""}`;
};
const ofThailand = async () => {
  const answer = (await site.app.inject(`/api/v1/campaigns/${campaign.slug}`)).json();
  const petitions: { id: string; handover: object | null; reply: object | null }[] = answer.petitions;
  return petitions.find(({ id }) => id === "th");
};

test("A handover is recorded by one and shown to everybody once a second person has checked it", async () => {
  expect(await post(owner, "", record)).toBe(303);
  expect(await page()).not.toContain(office);
  expect((await ofThailand())?.handover).toBeNull();
  const one = await stored();
  expect(await post(owner, `${one}/check`, { part: "record" })).toBe(403);
  expect((await lead.get(at)).body).toContain("By the side door.");
  expect(await post(lead, `${one}/check`, { part: "record" })).toBe(303);
  expect(await post(lead, `${one}/check`, { part: "record" })).toBe(409);
  const shown = await page();
  expect(shown).toContain(`Handed to The Prime Minister, ${office}, in Bangkok, by ECPAT Foundation.`);
  expect(shown).toContain("a".repeat(64));
  expect(shown, "a note is for staff").not.toContain("By the side door.");
  expect(await page("/ph"), "another petition's page").not.toContain(office);
  expect(await page(""), "the international page tells of all").toContain(office);
});

test("While nobody has answered, the page says so with the days since, and by when an answer is due", async () => {
  site.clock.advance(new Date("2026-05-25T12:00:00Z").getTime() - site.clock.now().getTime());
  const shown = await page("/th");
  expect(shown).toContain("No answer yet. Days since the handover: 140.");
  expect(shown).toContain("An answer is due by 1 March 2026.");
});

test("What an authority certifies is shown once a second person has checked it, and never more than it looked at", async () => {
  const one = await stored();
  expect(await post(owner, `${one}/certificate`, { ...certificate, valid: "5001" })).toBe(422);
  expect(await post(owner, `${one}/certificate`, certificate)).toBe(303);
  expect(await page("/th")).not.toContain("EO-12");
  expect(await post(owner, `${one}/check`, { part: "certificate" })).toBe(403);
  expect(await post(lead, `${one}/check`, { part: "certificate" })).toBe(303);
  expect(await page("/th")).toContain("4,711 of the 5,000 signatures that it checked are valid");
  expect(await post(owner, `${one}/certificate`, certificate), "it stays as it was checked").toBe(409);
});

test("An answer with its source is checked by a second person, then shown, and drafts one mail to supporters", async () => {
  const one = await stored();
  expect(await post(owner, `${one}/reply`, { ...reply, source: " " })).toBe(422);
  expect(await post(owner, `${one}/reply`, { ...reply, text: "<script>alert(1)</script>" })).toBe(303);
  expect(await post(owner, `${one}/reply`, reply), "nobody has checked it: it is corrected").toBe(303);
  expect(await page("/th")).toContain("No answer yet");
  expect(await post(owner, `${one}/check`, { part: "reply" })).toBe(403);
  const both = await Promise.all([
    post(lead, `${one}/check`, { part: "reply" }),
    post(lead, `${one}/check`, { part: "reply" }),
  ]);
  expect(both.toSorted()).toEqual([303, 409]);
  const shown = await page("/th");
  expect(shown).toContain("<p>We agree.</p><p>A bill follows.</p>");
  expect(shown).toContain("Source: Letter PM/2026/7");
  expect(shown).not.toContain("No answer yet");
  expect(await ofThailand()).toMatchObject({
    handover: { day: "2026-01-05", office, certificate: { valid: 4_711, of: 5_000 } },
    reply,
  });
  const drafts = await site.deps.database.updates.find({ campaign: campaign.slug }).lean();
  expect(drafts.map(({ state, texts }) => [state, texts.en?.subject])).toEqual([
    ["draft", "The signatures have been answered"],
  ]);
});

test("Words of an answer are shown as words, whatever they are", async () => {
  await post(lead, "", { ...record, petition: "" });
  const found = await site.deps.database.handovers.find({ petition: null }).toArray();
  const one = `/${found[0]?._id.toHexString()}`;
  const ben = await signInAs(site, "secretariat");
  await post(lead, `${one}/reply`, { ...reply, text: "<script>alert(1)</script>" });
  await post(ben, `${one}/check`, { part: "record" });
  await post(ben, `${one}/check`, { part: "reply" });
  const shown = await page("/ph");
  expect(shown).toContain("&lt;script&gt;alert(1)");
  expect(shown).not.toContain("<script>alert");
});

test("Where a copy went is added to a chain that nobody changes; other organisations see and do nothing", async () => {
  const one = await stored();
  const copy = {
    copy: "USB stick 1",
    holder: "Registry",
    place: "Bangkok",
    day: "2026-01-06",
    receipt: "R-9",
  };
  expect(await post(owner, `${one}/copy`, { ...copy, receipt: "" })).toBe(422);
  expect(await post(owner, `${one}/copy`, copy)).toBe(303);
  expect(await post(lead, `${one}/copy`, { ...copy, holder: "Archive", day: "2026-01-09" })).toBe(303);
  const { body } = await owner.get(at);
  expect(body.indexOf("Registry")).toBeLessThan(body.indexOf("Archive"));
  const foreign = await signInAs(site, "organiser", "ecpat-usa");
  const auditor = await signInAs(site, "auditor", "ecpat-foundation-thailand");
  expect((await foreign.get(at)).statusCode).toBe(404);
  expect(await post(foreign, `${one}/copy`, copy)).toBe(404);
  expect(await post(auditor, `${one}/copy`, copy)).toBe(403);
  expect((await auditor.get(at)).body).not.toContain(`<form method="post" action="${at}`);
});

test("A day to come, a wrong hash and an empty field are refused, and what was typed stays", async () => {
  for (const wrong of [{ day: "2999-01-01" }, { day: "2026-02-30" }, { bundle: "abc" }, { person: " " }]) {
    const answer = await owner.post(at, { ...record, ...wrong });
    expect(answer.statusCode, JSON.stringify(wrong)).toBe(422);
    expect(answer.body).toContain('value="ECPAT Foundation"');
  }
});

test("What is typed into the form of one handover stays in that one, and no two fields of the page share an id", async () => {
  const one = await stored();
  const copy = { copy: "USB stick 2", holder: "Archive", place: "Bangkok", day: "2026-01-06", receipt: " " };
  const { body } = await owner.post(`${at}${one}/copy`, copy);
  expect(body.match(/value="USB stick 2"/g)).toHaveLength(1);
  expect(body).toContain("<details open>");
  const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual([...new Set(ids)]);
});
