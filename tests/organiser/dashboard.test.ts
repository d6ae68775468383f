import { parse } from "csv-parse/sync";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listSheets } from "#campaigns/dashboard/list-sheets.ts";
import { readDashboard } from "#campaigns/dashboard/read-dashboard.ts";
import { scopeOf } from "#campaigns/dashboard/scope.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { eraseEntry } from "#campaigns/signing/confirmation/erase-entry.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { chartNames, tableNames } from "#server/organiser/dashboard/dashboard-addresses.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { settle } from "../support/settle.ts";
import { confirmEntry, countedSignature, freshLink, linkOf, signAs } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { minute } from "../support/test-clock.ts";

let site: TestApp;
let campaign: Campaign;
let secretariat: ConsoleClient;
let thai: ConsoleClient;

/** Ten from Britain and Thailand in every state a line can be in; the Thai petition is another organisation's. */
beforeAll(async () => {
  site = await openTestApp();
  const { deps } = site;
  campaign = await loadTestCampaign(deps.database, { goals: [3, 50] });
  await deps.database.petitions.updateOne(
    { _id: `${campaign.slug}/th` },
    { $set: { organisation: "thai-office" } },
  );
  forgetCampaigns(deps);
  await countedSignature(deps, campaign, "anna", { source: "poster" });
  await countedSignature(deps, campaign, "ben", { country: "TH", locale: "th", source: "-poster" });
  await countedSignature(deps, campaign, "carl", { country: "TH" });
  await countedSignature(deps, campaign, "anna", { country: "TH" });
  const { ref } = await countedSignature(deps, campaign, "dora", { source: "poster" });
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await signAs(deps, campaign, "waiting");
  const unwanted = await signAs(deps, campaign, "unwanted", { country: "TH" });
  await settle(deps, campaign);
  await eraseEntry(deps, linkOf(deps, "confirm", unwanted.ref));
  await settle(deps, campaign);
  secretariat = await signInAs(site, "secretariat");
  thai = await signInAs(site, "organiser", "thai-office");
});
afterAll(() => site.close());

const at = (path = "") => `/organiser/c/${campaign.slug}${path}`;

test("figures say what became of every line", async () => {
  const { figures, countries, petitions } = await readDashboard(
    site.deps,
    secretariat.account,
    campaign.slug,
  );
  expect(figures).toMatchObject({
    counted: 3,
    repeats: 1,
    withdrawn: 1,
    asked: 7,
    confirmed: 5,
    awaiting: 1,
    erased: 1,
    expired: 0,
    languages: { en: 2, th: 1 },
    channels: { web: 3 },
  });
  expect(countries.map(({ code, counted }) => [code, counted])).toEqual([
    ["TH", 2],
    ["GB", 1],
  ]);
  expect(petitions.map(({ petition, counted }) => [petition, counted])).toEqual([
    ["international", 1],
    ["th", 2],
    ["ph", 0],
  ]);
});

test("the parts of every filter add up to the whole", async () => {
  const read = (asked: object) => readDashboard(site.deps, secretariat.account, campaign.slug, asked);
  const whole = await read({});
  for (const parts of [
    [{ country: "GB" }, { country: "TH" }],
    [{ petition: "international" }, { petition: "th" }, { petition: "ph" }],
    [{ organisation: "thai-office" }, { organisation: campaign.organisation }],
  ]) {
    const figures = await Promise.all(parts.map(async (asked) => await read(asked)));
    const sum = (of: (part: typeof whole) => number) => figures.reduce((total, part) => total + of(part), 0);
    for (const term of ["counted", "repeats", "withdrawn", "asked", "confirmed", "erased"] as const)
      expect(sum((part) => part.figures[term])).toBe(whole.figures[term]);
    expect(sum((part) => part.today.counted)).toBe(whole.today.counted);
    expect(sum((part) => part.pace.lastHour.count)).toBe(whole.pace.lastHour.count);
    expect(sum((part) => part.days.reduce((days, { count }) => days + count, 0))).toBe(3);
    expect(sum((part) => part.hours.reduce((hours, { count }) => hours + count, 0))).toBe(3);
  }
});

test("the page shows every number with what it is made of, and weighs less than 150 KB", async () => {
  const page = await secretariat.get(at());
  expect(page.statusCode).toBe(200);
  expect(page.body.length).toBeLessThan(150_000);
  const ids = new Set([...page.body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const opened = [...page.body.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(opened.filter((id) => !ids.has(id))).toEqual([]);
  expect(page.body).not.toMatch(/ style=|<script>/);
  const sheets = await secretariat.get(at("/sheets"));
  const [, sheet = ""] = sheets.body.match(/sheets\/([0-9a-f]{24})/) ?? [];
  const lines = await secretariat.get(at(`/sheets/${sheet}`));
  expect(lines.statusCode).toBe(200);
  expect(lines.body).not.toMatch(/Tester|example\.org/);
});

test("ledgers end in the number that they explain", async () => {
  const page = await secretariat.get(at());
  const terms = (name: string) => {
    const [, table = ""] = page.body.match(new RegExp(`id="why-${name}".*?<tbody>(.*?)</tbody>`, "s")) ?? [];
    return [...table.matchAll(/<td>(?:<a[^>]+>)?(− )?([\d,]+)(?:<\/a>)?<\/td>/g)].map(
      ([, minus, digits = ""]) => Number(digits.replaceAll(",", "")) * (minus ? -1 : 1),
    );
  };
  for (const name of ["total", "today", "hour", "awaiting", "repeats"]) {
    const numbers = terms(name);
    const result = numbers.pop();
    expect({ name, sum: numbers.reduce((sum, term) => sum + term, 0) }).toEqual({ name, sum: result });
  }
});

test("each table is had as CSV that runs nothing, and each chart as a picture with text", async () => {
  for (const table of tableNames) {
    const csv = await secretariat.get(at(`/figures/${table}.csv`));
    expect([table, csv.statusCode]).toEqual([table, 200]);
    expect(parse(csv.body, { columns: true, relax_column_count: false }).length).toBeGreaterThan(0);
    expect(csv.body).not.toMatch(/^[-=+@]/m);
  }
  const sheets = parse(await textOf("/sheets.csv"), { columns: true });
  expect(sheets.length).toBe(await site.deps.database.sheets.countDocuments());
  for (const chart of chartNames) {
    const { statusCode, rawPayload } = await secretariat.get(at(`/figures/${chart}.png`));
    expect([chart, statusCode]).toEqual([chart, 200]);
    // The title stands at the top left: where letters are drawn some points are dark.
    const { channels } = await sharp(rawPayload)
      .extract({ left: 20, top: 14, width: 400, height: 28 })
      .stats();
    expect(channels[0]?.min).toBeLessThan(80);
  }
});

const textOf = async (path: string) => (await secretariat.get(at(path))).body;

test("another organisation's numbers are out of reach by any id, filter, file or stream", async () => {
  const own = await readDashboard(site.deps, thai.account, campaign.slug);
  expect(own.figures).toMatchObject({ counted: 2, repeats: 1, asked: 4, awaiting: 0 });
  expect(own.milestones).toMatchObject({ next: 3, reached: [] });
  const foreign = await site.deps.database.sheets.findOne({ "lines.petition": "international" });
  const stranger = await signInAs(site, "auditor", "elsewhere");
  const offered = await stranger.get(at(""));
  expect([offered.statusCode, offered.body.includes("data-live")]).toEqual([200, false]);
  const paths = [
    ...tableNames.map((name) => `/figures/${name}.csv`),
    ...chartNames.map((name) => `/figures/${name}.png`),
    "/figures/events",
    "/sheets",
    "/sheets.csv",
  ];
  for (const path of paths) expect([path, (await stranger.get(at(path))).statusCode]).toEqual([path, 404]);
  for (const path of ["", ...paths]) {
    for (const filter of ["petition=international", `organisation=${campaign.organisation}`])
      expect([path, (await thai.get(at(`${path}?${filter}`))).statusCode]).toEqual([path, 404]);
  }
  expect((await thai.get(at(`/sheets/${foreign?._id.toHexString()}`))).statusCode).toBe(404);
  const csv = (await thai.get(at("/figures/countries.csv"))).body;
  expect(csv).not.toContain("GB");
  await expect(scopeOf(site.deps, thai.account, "no-such-campaign")).rejects.toThrow();
});

test("a milestone that was reached is shown, and stays", async () => {
  const { milestones } = await readDashboard(site.deps, secretariat.account, campaign.slug);
  expect(milestones).toMatchObject({ next: 50, reached: [{ goal: 3 }] });
});

test("confirming a second time changes no figure", async () => {
  const { ref } = await countedSignature(site.deps, campaign, "emma", { country: "PH" });
  const before = await readDashboard(site.deps, secretariat.account, campaign.slug);
  await expect(confirmEntry(site.deps, ref)).rejects.toThrow('"over"');
  await settle(site.deps, campaign);
  const after = await readDashboard(site.deps, secretariat.account, campaign.slug);
  expect(after.figures).toEqual(before.figures);
});

test("every number that opens is what the lines of its sheets add up to", async () => {
  const together = await Promise.all([
    signAs(site.deps, campaign, "gina", { source: "poster" }),
    signAs(site.deps, campaign, "hugo", { country: "TH", locale: "th", source: "poster" }),
  ]);
  await settle(site.deps, campaign);
  await Promise.all(together.map(({ ref }) => confirmEntry(site.deps, ref)));
  await settle(site.deps, campaign);
  const kinds = new Set<string>();
  for (const filter of ["", "?country=TH", "?petition=th"]) {
    const opened = [
      ...(await textOf(filter)).matchAll(/<a class="why" href="[^"]+\/sheets\?([^"]+)">([\d,]+)<\/a>/g),
    ];
    for (const [, written = "", number = ""] of opened) {
      const query = written.replaceAll("&amp;", "&");
      const rows: Record<string, string>[] = parse(await textOf(`/sheets.csv?${query}`), { columns: true });
      const sum = rows.reduce((all, row) => all + Number(row.counted) - Number(row.withdrawn), 0);
      expect({ query, sum }).toEqual({ query, sum: Number(number) });
      const list = await textOf(`/sheets?${query}`);
      expect(list).toContain('<p class="notice">');
      const [, sheet] = list.match(/href="[^"]+(\/sheets\/[0-9a-f]{24}[^"]*)"/) ?? [];
      expect((await secretariat.get(at(sheet?.replaceAll("&amp;", "&")))).statusCode).toBe(200);
      for (const name of new URLSearchParams(query).keys()) kinds.add(name);
    }
  }
  expect([...kinds].sort()).toEqual(["channel", "country", "from", "language", "petition", "source", "to"]);
});

test("signatures of a country without a source code are looked up within that country", async () => {
  const { database } = site.deps;
  const db = database.connection.db;
  const scope = await scopeOf(site.deps, secretariat.account, campaign.slug, { country: "PH" });
  await db?.command({ profile: 2 });
  const found = await listSheets(site.deps, { ...scope, source: "" });
  await db?.command({ profile: 0 });
  const [look] =
    (await db
      ?.collection("system.profile")
      .find({ op: "query", ns: /sheets$/ })
      .toArray()) ?? [];
  expect(found.length).toBeGreaterThan(0);
  const ofCountry = await database.sheets.countDocuments({ searchKeys: /country\/PH$/ });
  expect(look?.docsExamined).toBeLessThanOrEqual(ofCountry);
  expect(await database.sheets.countDocuments({ searchKeys: /source\/$/ })).toBeGreaterThan(ofCountry);
});

test("an organisation sees when its own petitions reached goals, to the minute, and how its own mail fares", async () => {
  const { milestones, health, readAt } = await readDashboard(site.deps, thai.account, campaign.slug);
  expect(milestones).toMatchObject({ next: 50, reached: [{ goal: 3 }] });
  const reachedAt = milestones?.reached[0]?.reachedAt.getTime() ?? 0;
  expect(Math.abs(readAt.getTime() - reachedAt)).toBeLessThan(10 * minute);
  const all = await readDashboard(site.deps, secretariat.account, campaign.slug);
  expect(health?.due).toBeGreaterThan(0);
  expect(health?.due).toBeLessThan(all.health?.due ?? 0);
  expect([health?.whole, all.health?.whole?.sheets]).toEqual([undefined, 0]);
  expect((await thai.get(at())).body).toContain("Its goals are those of the whole campaign.");
});
