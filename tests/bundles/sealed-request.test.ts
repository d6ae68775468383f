import { buffer } from "node:stream/consumers";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveBundle } from "#campaigns/bundles/approve-bundle.ts";
import { downloadBundle } from "#campaigns/bundles/download-bundle.ts";
import { makeBundle } from "#campaigns/bundles/make-bundle.ts";
import { type BundleWish, requestBundle } from "#campaigns/bundles/request-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { countedSignature } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { personOf } from "./person-of.ts";

let core: TestDeps;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
  campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await countedSignature(deps, campaign, "anong");
});
afterAll(() => core.close());

const secretariat = personOf("secretariat", "ecpat-international");
const second = personOf("secretariat", "ecpat-international");

test("a bundle with postcodes is asked for with the key of its receiver, and gets a name that says so", async () => {
  const whole: BundleWish = { organisation: "", country: "", reason: "For the minister" };
  const sealed = (wish: Partial<BundleWish>) =>
    requestBundle(deps, secretariat, campaign, { ...whole, level: "3", ...wish });
  expect(await sealed({})).toMatchObject({ problems: [{ field: "sealTo", code: "missing" }] });
  expect(await sealed({ sealTo: "age1none" })).toMatchObject({
    problems: [{ field: "sealTo", code: "unknown" }],
  });
  const wrong = await requestBundle(deps, secretariat, campaign, { ...whole, level: "9" });
  expect(wrong).toMatchObject({ problems: [{ field: "level", code: "unknown" }] });
  const sealTo = await identityToRecipient(await generateX25519Identity());
  const outcome = await sealed({ sealTo });
  if (outcome.kind !== "asked") throw new Error(`It came to ${outcome.kind}.`);
  const id = outcome.request;
  await approveBundle(deps, second, { campaign: campaign.slug, id });
  expect(await makeBundle(deps, id)).toBe("done");
  const download = await downloadBundle(deps, secretariat, campaign.slug, id);
  expect(download.name).toBe(`${campaign.slug}.zip.age`);
  expect((await buffer(download.stream)).toString("latin1")).toMatch(/^age-encryption.org\/v1\n/);
  await download.end(true);
});
