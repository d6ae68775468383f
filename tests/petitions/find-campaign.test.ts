import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#campaigns/open.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { useDatabase } from "#tests/support/use-database.ts";
import { makeCatalogueFolder } from "./catalogue-folder.ts";

let database: Database;
let slug: string;

useDatabase((opened) => {
  database = opened;
});

beforeEach(() => {
  slug = `campaign-${randomUUID()}`;
});

describe("finding a campaign", () => {
  test("finds none under a name that none has or could have", async () => {
    for (const name of [slug, "", "../x", "$ne", "A", "a".repeat(81)]) {
      expect(await findCampaign({ database }, name)).toBeNull();
    }
  });

  test("is held for a few seconds, and read again after a load", async () => {
    const folder = makeCatalogueFolder(slug);
    await loadCampaign({ database }, folder.path);
    const [first, second] = await Promise.all([
      findCampaign({ database }, slug),
      findCampaign({ database }, slug),
    ]);
    expect(first).toBe(second);
    await database.campaigns.updateOne({ _id: slug }, { $set: { state: "closed" } });
    expect((await findCampaign({ database }, slug))?.state).toBe("open");
    forgetCampaigns({ database });
    expect((await findCampaign({ database }, slug))?.state).toBe("closed");
  });
});
