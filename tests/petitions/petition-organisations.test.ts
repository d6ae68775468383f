import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { secretariat } from "#campaigns/access/secretariat.ts";
import type { Database } from "#campaigns/open.ts";
import type { OrganisationKind } from "#campaigns/organisations/organisation.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { useDatabase } from "#tests/support/use-database.ts";
import { expectRefusal, makeCatalogueFolder } from "./catalogue-folder.ts";

const campaignFile = "campaign.yaml";
const ph = "country: PH, organisation: ecpat-philippines";

let database: Database;
let slug: string;

useDatabase((opened) => {
  database = opened;
});

beforeEach(() => {
  slug = `campaign-${randomUUID()}`;
});

/** Whose the petitions of the campaign are, as pages and acts read it. */
async function owners() {
  forgetCampaigns({ database });
  const campaign = await findCampaign({ database }, slug);
  const petitions = campaign?.petitions.map(({ id, organisation }) => [id, organisation]) ?? [];
  return { campaign: campaign?.organisation, ...Object.fromEntries(petitions) };
}

const asTheFolderSays = {
  campaign: secretariat,
  international: secretariat,
  th: secretariat,
  ph: "ecpat-philippines",
};

test("a petition belongs to the organisation that the folder names, else to the campaign's", async () => {
  const folder = makeCatalogueFolder(slug);
  await loadCampaign({ database }, folder.path);
  expect(await owners()).toEqual(asTheFolderSays);
});

test("a campaign whose folder names no organisation is the secretariat's", async () => {
  const folder = makeCatalogueFolder(slug);
  folder.edit(campaignFile, "organisation: ecpat-international\n", "");
  await loadCampaign({ database }, folder.path);
  expect(await owners()).toEqual(asTheFolderSays);
});

describe("refused with file and line:", () => {
  test("an organisation that is no slug", async () => {
    const says = 'organisation "ECPAT Philippines" must be the slug of one';
    await expectRefusal(campaignFile, { from: ph, to: "country: PH, organisation: ECPAT Philippines" }, says);
    const from = "organisation: ecpat-international\n";
    await expectRefusal(campaignFile, { from, to: "organisation: ../up\n" }, 'organisation "../up" must be');
  });

  test("a petition that would pass to another organisation: its supporters agreed to hear from the first", async () => {
    const folder = makeCatalogueFolder(slug);
    await loadCampaign({ database }, folder.path);
    folder.edit(campaignFile, ph, "country: PH, organisation: ecpat-usa");
    await expect(loadCampaign({ database }, folder.path)).rejects.toThrow(
      /campaign.yaml:35: petition "ph" belongs to "ecpat-philippines" in the database and to "ecpat-usa" here/,
    );
    expect(await owners()).toEqual(asTheFolderSays);
  });

  test("an organisation that the network does not have", async () => {
    const kind: OrganisationKind = "member";
    const other = { name: "Other", kind, countries: ["PH"], about: {}, version: 1 };
    await database.organisations.create({ _id: secretariat, ...other });
    const folder = makeCatalogueFolder(slug);
    await expect(loadCampaign({ database }, folder.path)).rejects.toThrow(
      /campaign.yaml:35: organisation "ecpat-philippines" is not in the network/,
    );
    await database.organisations.create({ _id: "ecpat-philippines", ...other });
    await loadCampaign({ database }, folder.path);
    expect(await owners()).toEqual(asTheFolderSays);
  });
});
