import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeBundle } from "#campaigns/bundles/write-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { petitionKey } from "#campaigns/petitions/petition.model.ts";
import { countedSignature } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { loadBundledCampaign } from "./bundled-campaign.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

function openTheKeys() {
  return Promise.resolve(deps.keys);
}

/** What a folder holds, hidden files too. */
function namesIn(path: string): string[] {
  return readdirSync(dirname(path));
}

describe("it is refused, and nothing is left,", () => {
  test("when the name is taken; what was there stays", async () => {
    const campaign = await loadBundledCampaign(deps, "name-taken");
    await countedSignature(deps, campaign, "nina");
    const path = join(temporaryFolder(), "taken.zip");
    writeFileSync(path, "mine");
    const order = { campaign, path };
    await expect(writeBundle({ ...deps, openKeys: openTheKeys }, order)).rejects.toMatchObject({
      code: "bundle-exists",
    });
    expect(readFileSync(path, "utf8")).toBe("mine");
    expect(namesIn(path)).toEqual(["taken.zip"]);
  });

  test("when somebody took the name while it was being written", async () => {
    const campaign = await loadBundledCampaign(deps, "name-taken-late");
    await countedSignature(deps, campaign, "nina");
    const path = join(temporaryFolder(), "taken.zip");
    const onProgress = () => writeFileSync(path, "faster");
    const order = { campaign, path, onProgress };
    await expect(writeBundle({ ...deps, openKeys: openTheKeys }, order)).rejects.toMatchObject({
      code: "bundle-exists",
    });
    expect(readFileSync(path, "utf8")).toBe("faster");
    expect(namesIn(path)).toEqual(["taken.zip"]);
  });

  const refusals: Record<string, { spoil: (slug: string) => Promise<unknown>; code: string; says: RegExp }> =
    {
      "when the tallies say otherwise, with each place": {
        spoil: async (slug) => {
          const campaign = await deps.database.campaigns.findById(slug).lean();
          await deps.database.tallies.updateOne({ campaign: campaign?.ordinal ?? 0 }, { $inc: { count: 1 } });
        },
        code: "bundle-refused",
        says: /th\/TH\/web: roll 1, tallies 2/,
      },
      "when the total says otherwise": {
        spoil: async (slug) => {
          const campaign = await deps.database.campaigns.findById(slug).lean();
          await deps.database.totals.updateOne({ _id: campaign?.ordinal ?? 0 }, { $inc: { total: 1 } });
        },
        code: "bundle-refused",
        says: /sum of tallies by total: roll 1, tallies 2/,
      },
      "when a sealed field was altered, naming the key": {
        spoil: (slug) => changeSealed(slug, (sealed) => sealed.fill(7, 20)),
        code: "bundle-refused",
        says: /Signature [0-9a-f]{32}-0 does not open with key 1/,
      },
      "when a field is sealed under a key that is not there, naming the key": {
        spoil: (slug) => changeSealed(slug, (sealed) => sealed.fill(0, 0, 1).fill(9, 1, 2)),
        code: "keys-lost",
        says: /is sealed under key 9, which is not in the key file/,
      },
      "when a counted signature has lost its fields": {
        spoil: (slug) => changeSealed(slug, () => undefined),
        code: "bundle-refused",
        says: /has no sealed fields/,
      },
      "when a text was changed in the database": {
        spoil: async (slug) => {
          const _id = petitionKey(slug, "th");
          await deps.database.petitions.updateOne(
            { _id },
            { $set: { "versions.0.texts.en.text": "Other words.\n" } },
          );
        },
        code: "bundle-refused",
        says: /The text of petition th, version 1, in "en" .* was changed/,
      },
    };

  async function changeSealed(slug: string, change: (sealed: Buffer) => Buffer | undefined): Promise<void> {
    const campaign = await deps.database.campaigns.findById(slug).lean();
    const _id = {
      $gte: ordinalBytes(campaign?.ordinal ?? 0),
      $lt: ordinalBytes((campaign?.ordinal ?? 0) + 1),
    };
    const signature = await deps.database.signatures.findOne({ _id });
    const sealed = signature?.sealed && change(Buffer.from(signature.sealed));
    await deps.database.signatures.updateOne(
      { _id },
      sealed ? { $set: { sealed } } : { $unset: { sealed: "" } },
    );
  }

  function ordinalBytes(ordinal: number): Buffer {
    const bytes = Buffer.alloc(21);
    bytes.writeUInt32BE(ordinal, 0);
    return bytes;
  }

  let number = 0;
  test.each(Object.entries(refusals))("%s", async (_, { spoil, code, says }) => {
    number += 1;
    const slug = `refused-${number}`;
    await countedSignature(deps, await loadBundledCampaign(deps, slug), "nina", { country: "TH" });
    await spoil(slug);
    forgetCampaigns(deps);
    const campaign = await findCampaign(deps, slug);
    if (!campaign) throw new Error("The campaign is gone.");
    const path = join(temporaryFolder(), "refused.zip");
    const refused = writeBundle({ ...deps, openKeys: openTheKeys }, { campaign, path });
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
    expect(namesIn(path)).toEqual([]);
  });

  test("when nobody has signed", async () => {
    const campaign = await loadBundledCampaign(deps, "nobody");
    const path = join(temporaryFolder(), "nobody.zip");
    const refused = writeBundle({ ...deps, openKeys: openTheKeys }, { campaign, path, country: "TH" });
    await expect(refused).rejects.toMatchObject({
      message: "No signature of nobody from TH counts yet, so nothing was written.",
    });
    expect(namesIn(path)).toEqual([]);
  });

  test("when it is interrupted", async () => {
    const campaign = await loadBundledCampaign(deps, "interrupted");
    await countedSignature(deps, campaign, "nina");
    const path = join(temporaryFolder(), "interrupted.zip");
    const controller = new AbortController();
    const order = { campaign, path, signal: controller.signal, onProgress: () => controller.abort() };
    await expect(writeBundle({ ...deps, openKeys: openTheKeys }, order)).rejects.toMatchObject({
      code: "interrupted",
    });
    expect(namesIn(path)).toEqual([]);
  });

  test("when the folder is not there", async () => {
    const campaign = await loadBundledCampaign(deps, "no-folder");
    const path = join(temporaryFolder(), "nowhere", "bundle.zip");
    const refused = writeBundle({ ...deps, openKeys: openTheKeys }, { campaign, path });
    await expect(refused).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("can't be written"),
    });
  });
});

test("drafts of runs that died are removed, those of running ones are not", async () => {
  const campaign = await loadBundledCampaign(deps, "stale-drafts");
  await countedSignature(deps, campaign, "nina");
  const path = join(temporaryFolder(), "bundle.zip");
  const dead = join(dirname(path), ".bundle.zip.999999999.part");
  const alive = join(dirname(path), `.bundle.zip.${process.ppid}.part`);
  const others = join(dirname(path), ".other.zip.999999999.part");
  for (const draft of [dead, alive, others]) writeFileSync(draft, "half");
  await writeBundle({ ...deps, openKeys: openTheKeys }, { campaign, path });
  expect(namesIn(path).sort()).toEqual([
    `.bundle.zip.${process.ppid}.part`,
    ".other.zip.999999999.part",
    "bundle.zip",
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
