import { afterAll, beforeAll, expect, test } from "vitest";
import { approveBundle, declineBundle } from "#campaigns/bundles/approve-bundle.ts";
import { makeBundle } from "#campaigns/bundles/make-bundle.ts";
import { type BundleWish, requestBundle } from "#campaigns/bundles/request-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { addReader } from "../support/add-reader.ts";
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
  campaign = await loadTestCampaign(deps.database, {
    verification: "none",
    countries: ["TH", "US"],
    organisations: { th: "ecpat-thailand", us: "ecpat-usa" },
  });
  for (const [who, country] of Object.entries({ anong: "TH", ben: "US" }))
    await countedSignature(deps, campaign, who, { country });
  await addReader(deps, "ecpat-thailand", "reads@sheaf.test");
});
afterAll(() => core.close());

const secretariat = personOf("secretariat", "ecpat-international");
const second = personOf("secretariat", "ecpat-international");
const thai = personOf("staff", "ecpat-thailand");
const american = personOf("staff", "ecpat-usa");
const whole: BundleWish = { organisation: "", country: "", reason: "For the minister, Mr Somchai" };

test("a bundle is made by two people's hands: not by who asked, not by whom it does not concern, and once", async () => {
  const wish = { ...whole, organisation: "ecpat-usa" };
  const outcome = await requestBundle(deps, american, campaign, wish);
  if (outcome.kind !== "asked") throw new Error(outcome.kind);
  const which = { campaign: campaign.slug, id: outcome.request };
  expect(await makeBundle(deps, which.id), "before anybody approved it").toBe("skipped");
  await expect(approveBundle(deps, american, which)).rejects.toMatchObject({ code: "second-person" });
  // The same person in another role is still the same person.
  const { organisation } = secretariat.account;
  const promoted = {
    ...american,
    account: { ...american.account, role: "secretariat", organisation } as const,
  };
  await expect(approveBundle(deps, promoted, which)).rejects.toMatchObject({ code: "second-person" });
  await expect(approveBundle(deps, thai, which)).rejects.toMatchObject({ code: "not-found" });
  const colleague = personOf("organiser", "ecpat-usa");
  const both = await Promise.allSettled([colleague, second].map((each) => approveBundle(deps, each, which)));
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await makeBundle(deps, which.id)).toBe("done");
});

test("a request that nobody approves is declined, is never made, and can be asked again; its reason is in no letter", async () => {
  const outcome = await requestBundle(deps, thai, campaign, whole);
  if (outcome.kind !== "asked") throw new Error(outcome.kind);
  const which = { campaign: campaign.slug, id: outcome.request };
  const [asked] = await deps.database.approvals.find({ kind: "bundle" }).sort({ _id: -1 }).limit(1).toArray();
  expect(JSON.stringify(asked ?? {})).not.toContain("Somchai");
  await declineBundle(deps, thai, which);
  await expect(approveBundle(deps, second, which)).rejects.toMatchObject({ code: "draft-changed" });
  expect(await makeBundle(deps, which.id)).toBe("skipped");
  expect((await requestBundle(deps, thai, campaign, whole)).kind).toBe("asked");
});
