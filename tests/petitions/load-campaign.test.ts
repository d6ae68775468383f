import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#campaigns/open.ts";
import { findCampaign, listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { useDatabase } from "#tests/support/use-database.ts";
import { makeCatalogueFolder } from "./catalogue-folder.ts";

const campaignFile = "campaign.yaml";
const fr = "texts/fr.yaml";

let database: Database;
let slug: string;

useDatabase((opened) => {
  database = opened;
});

beforeEach(() => {
  slug = `campaign-${randomUUID()}`;
});

/** Everything the database holds of the campaign, as it is stored. */
async function stored() {
  return {
    campaign: await database.campaigns.find({ _id: slug }).lean(),
    petitions: await database.petitions.find({ campaign: slug }).sort({ position: 1 }).lean(),
  };
}

test("a campaign that was loaded is found as its folder has it", async () => {
  const folder = makeCatalogueFolder(slug);
  const loaded = await loadCampaign({ database }, folder.path);
  expect(loaded).toMatchObject({ slug, outcome: "added" });
  expect(loaded.petitions).toEqual(
    ["international", "th", "ph"].map((id) => ({ id, version: 1, outcome: "added" })),
  );

  const campaign = await findCampaign({ database }, slug);
  expect(campaign).toMatchObject({
    slug,
    ordinal: loaded.ordinal,
    state: "open",
    opensAt: new Date("2026-01-01"),
    closesAt: new Date("2027-01-01T12:00:00Z"),
    goals: [100, 1000],
    languages: ["en", "fr", "es", "th", "ar", "tl"],
    sources: [{ number: 1 }, { number: 2, readAt: new Date("2026-01-01") }],
    claims: [{ source: 1 }, { source: 2, statement: "It has 122 members in 104 countries." }],
  });
  expect(campaign?.colours.dark.map).toHaveLength(5);
  expect(campaign?.pages.ar?.facts).toEqual([
    { figure: "122", label: "members, in 104 countries", source: 2 },
  ]);
  expect(campaign?.petitions.map(({ id, country }) => [id, country])).toEqual([
    ["international", null],
    ["th", "TH"],
    ["ph", "PH"],
  ]);
  const [today] = campaign?.petitions[1]?.versions ?? [];
  expect(today).toMatchObject({ version: 1, publishedAt: new Date("2026-01-02") });
  expect(today?.texts.fr?.text).toBe("To: A ministry of Thailand (fr)\n\nWe ask you (fr) to act.\n");
});

describe("loading again", () => {
  test("changes nothing", async () => {
    const folder = makeCatalogueFolder(slug);
    const first = await loadCampaign({ database }, folder.path);
    const before = await stored();
    const second = await loadCampaign({ database }, folder.path);
    expect(second).toEqual({
      ...first,
      outcome: "kept",
      petitions: first.petitions.map((petition) => ({ ...petition, outcome: "kept" })),
    });
    expect(await stored()).toEqual(before);
  });

  test("takes over the page's texts and the settings, and leaves the versions alone", async () => {
    const folder = makeCatalogueFolder(slug);
    const { ordinal } = await loadCampaign({ database }, folder.path);
    const before = await stored();
    folder.edit(fr, "The headline (fr)", "Another headline (fr)");
    folder.edit(campaignFile, "state: open", "state: closed");
    expect(await loadCampaign({ database }, folder.path)).toMatchObject({ outcome: "changed", ordinal });
    expect((await stored()).petitions).toEqual(before.petitions);
    const campaign = await findCampaign({ database }, slug);
    expect(campaign?.pages.fr?.headline).toBe("Another headline (fr)");
    expect(campaign?.state).toBe("closed");
  });

  test("adds a new version beside the old one, which stays to the letter", async () => {
    const folder = makeCatalogueFolder(slug);
    await loadCampaign({ database }, folder.path);
    const before = await stored();
    folder.edit(fr, "We ask the council (fr) to act.", "We ask the council (fr) to act soon.");
    folder.edit(campaignFile, "wording: international, version: 1", "wording: international, version: 3");
    const { petitions } = await loadCampaign({ database }, folder.path);
    expect(petitions.map(({ outcome }) => outcome)).toEqual(["new version", "kept", "kept"]);
    const [international] = (await stored()).petitions;
    expect(international?.versions.map(({ version }) => version)).toEqual([1, 3]);
    expect(international?.versions[0]).toEqual(before.petitions[0]?.versions[0]);
    expect(international?.versions[1]?.texts.fr?.text).toContain("act soon");
  });

  test("adds a petition", async () => {
    const folder = makeCatalogueFolder(slug);
    await loadCampaign({ database }, folder.path);
    folder.edit(
      campaignFile,
      "  - { id: ph,",
      "  - { id: se, country: SE, wording: country, version: 1, publishedAt: 2026-02-01 }\n  - { id: ph,",
    );
    for (const language of ["en", "fr", "es", "th", "ar", "tl"]) {
      folder.edit(`texts/${language}.yaml`, "  ph:", "  se: Parliament of Sweden\n  ph:");
    }
    await loadCampaign({ database }, folder.path);
    const campaign = await findCampaign({ database }, slug);
    expect(campaign?.petitions.map(({ id }) => id)).toEqual(["international", "th", "se", "ph"]);
  });
});

describe("refused, and nothing is changed:", () => {
  test.each([
    [
      "a changed wording",
      fr,
      "We ask you (fr) to act.",
      "We ask you (fr) to act soon.",
      /texts\/fr.yaml:\d+: the "fr" text of th, ph is not/,
    ],
    [
      "a changed office",
      fr,
      "A ministry of Thailand (fr)",
      "Another ministry (fr)",
      /texts\/fr.yaml:\d+: the "fr" text of th is not/,
    ],
    [
      "a problem of any rule",
      fr,
      "Another reason.",
      "Another 9 reasons.",
      /texts\/fr.yaml:\d+: page.why #2 has the figure "9"/,
    ],
  ])("%s", async (_, file, from, to, says) => {
    const folder = makeCatalogueFolder(slug);
    await loadCampaign({ database }, folder.path);
    const before = await stored();
    folder.edit(file, from, to);
    folder.edit("texts/en.yaml", "The headline (en)", "Another headline");
    const error: unknown = await loadCampaign({ database }, folder.path).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ code: "catalogue-refused", message: expect.stringMatching(says) });
    expect(await stored()).toEqual(before);
  });

  test("an older version than the database holds", async () => {
    const folder = makeCatalogueFolder(slug);
    const newer = makeCatalogueFolder(slug);
    newer.edit(campaignFile, "wording: international, version: 1", "wording: international, version: 2");
    await loadCampaign({ database }, newer.path);
    await expect(loadCampaign({ database }, folder.path)).rejects.toThrow(
      /version 1 and the database version 2: numbers only rise/,
    );
  });

  test("a petition that the database has and the folder has no more", async () => {
    const folder = makeCatalogueFolder(slug);
    await loadCampaign({ database }, folder.path);
    folder.edit(
      campaignFile,
      "  - { id: ph, country: PH, organisation: ecpat-philippines, wording: country, version: 1, publishedAt: 2026-01-02 }\n",
      "",
    );
    for (const language of ["en", "fr", "es", "th", "ar", "tl"]) {
      folder.edit(`texts/${language}.yaml`, `  ph: A ministry of the Philippines (${language})\n`, "");
    }
    await expect(loadCampaign({ database }, folder.path)).rejects.toThrow(
      /petition "ph" is in the database and no more here/,
    );
  });
});

test("a load that breaks off leaves nothing of a new campaign, and an older one as it was", async () => {
  const folder = makeCatalogueFolder(slug);
  const db = database.connection.getClient().db(database.connection.name);
  // The campaign itself is written last: MongoDB refuses it when its petitions are there.
  const refuse = (validator: object) => db.command({ collMod: "campaigns", validator });
  await database.campaigns.createCollection();
  await refuse({ _id: { $ne: slug } });
  await expect(loadCampaign({ database }, folder.path)).rejects.toThrow("Document failed validation");
  expect(await stored()).toEqual({ campaign: [], petitions: [] });
  await refuse({});
  await loadCampaign({ database }, folder.path);
  const before = await stored();
  folder.edit(campaignFile, "wording: international, version: 1", "wording: international, version: 2");
  folder.edit("texts/en.yaml", "The headline (en)", "Another headline");
  await refuse({ _id: { $ne: slug } });
  await expect(loadCampaign({ database }, folder.path)).rejects.toThrow("Document failed validation");
  expect(await stored()).toEqual(before);
  await refuse({});
});

describe("at the same time", () => {
  test("many loads of one campaign add it once", async () => {
    const folder = makeCatalogueFolder(slug);
    const loads = await Promise.all(Array.from({ length: 8 }, () => loadCampaign({ database }, folder.path)));
    expect(new Set(loads.map(({ ordinal }) => ordinal)).size).toBe(1);
    for (const index of [0, 1, 2]) {
      expect(loads.filter(({ petitions }) => petitions[index]?.outcome === "added")).toHaveLength(1);
    }
    const { campaign, petitions } = await stored();
    expect(campaign).toHaveLength(1);
    expect(petitions.map(({ versions }) => versions.length)).toEqual([1, 1, 1]);
  });

  test("many loads of new campaigns give each a number of its own", async () => {
    const folders = Array.from({ length: 8 }, () => makeCatalogueFolder(`campaign-${randomUUID()}`));
    const loads = await Promise.all(folders.map(({ path }) => loadCampaign({ database }, path)));
    expect(new Set(loads.map(({ ordinal }) => ordinal)).size).toBe(8);
    const ordinals = (await listCampaigns({ database })).map(({ ordinal }) => ordinal);
    expect(new Set(ordinals).size).toBe(ordinals.length);
  });

  test("two loads with different words under one new number: one is taken whole, the other refused", async () => {
    const folder = makeCatalogueFolder(slug);
    await loadCampaign({ database }, folder.path);
    const rivals = ["soon", "now"].map((when) => {
      const rival = makeCatalogueFolder(slug);
      rival.edit(fr, "We ask the council (fr) to act.", `We ask the council (fr) to act ${when}.`);
      rival.edit(campaignFile, "wording: international, version: 1", "wording: international, version: 2");
      return rival;
    });
    const outcomes = await Promise.allSettled(rivals.map(({ path }) => loadCampaign({ database }, path)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [international] = (await stored()).petitions;
    expect(international?.versions.map(({ version }) => version)).toEqual([1, 2]);
  });
});
