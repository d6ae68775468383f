import { afterAll, beforeAll, expect, test } from "vitest";
import { secretariat as lead } from "#campaigns/access/secretariat.ts";
import { makeBundle } from "#campaigns/bundles/make-bundle.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { countedSignature } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let campaign: Campaign;
let path: string;
let secretariat: ConsoleClient;
const staff: Record<string, ConsoleClient> = {};
const everybody: ConsoleClient[] = [];

/** What a bundle is of, whose people asked for it, its id, and the reason that the page shows. */
type Made = { scope: string; owner: string; id: string; reason: string };
const made: Made[] = [];

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, {
    verification: "none",
    countries: ["TH", "US"],
    organisations: { international: lead, th: "ecpat-thailand", us: "ecpat-usa" },
  });
  path = `/staff/c/${campaign.slug}/bundles`;
  for (const [name, country] of Object.entries({ anong: "TH", ben: "US", mia: "GB" }))
    await countedSignature(site.deps, campaign, name, { country });
  secretariat = await signInAs(site, "secretariat");
  everybody.push(secretariat);
  for (const organisation of [lead, "ecpat-thailand", "ecpat-usa"]) {
    const theirs = await signInAs(site, "staff", organisation);
    staff[organisation] = theirs;
    const others = [
      await signInAs(site, "organiser", organisation),
      await signInAs(site, "auditor", organisation),
    ];
    everybody.push(theirs, ...others);
    await make(theirs, organisation);
  }
  for (const scope of ["", "ecpat-thailand"]) await make(secretariat, scope);
});
afterAll(() => site.close());

async function make(by: ConsoleClient, scope: string): Promise<Made> {
  const reason = `reason number ${made.length}`;
  await by.post(path, { organisation: scope, reason });
  const { database } = site.deps;
  const [newest] = await database.bundleRequests.find().sort({ _id: -1 }).limit(1).toArray();
  const id = newest?._id.toHexString() ?? "";
  const approver = await signInAs(site, "secretariat");
  await approver.post(`${path}/${id}/approve`);
  expect(await makeBundle(site.deps, id)).toBe("done");
  const bundle = { scope, owner: by.account.organisation, id, reason };
  made.push(bundle);
  return bundle;
}

/** The secretariat may have any bundle, others what their organisation asked for of its own. */
function mayHave({ account }: ConsoleClient, { scope, owner }: Made): boolean {
  if (account.role === "secretariat") return true;
  return scope === account.organisation && owner === account.organisation;
}

const canFetch = ({ account: { role } }: ConsoleClient) => role === "secretariat" || role === "staff";

/** What the audit shows somebody, as CSV; staff have no such page. */
async function trailOf(one: ConsoleClient): Promise<string> {
  const answer = await one.get("/organiser/audit.csv");
  return answer.statusCode === 200 ? answer.body : "";
}

test("nobody sees, reads of or fetches a bundle that they could not have asked for", async () => {
  const seen: [string, ...unknown[]][] = [];
  const right: typeof seen = [];
  for (const one of everybody) {
    const { role, organisation } = one.account;
    const page = (await one.get(path)).body;
    const trail = await trailOf(one);
    for (const bundle of made) {
      const may = mayHave(one, bundle);
      const what = `${role} of ${organisation}, bundle of "${bundle.scope}" for ${bundle.owner}`;
      seen.push(
        [what, "listed", page.includes(bundle.reason)],
        [what, "in trail", trail.includes(bundle.id)],
      );
      right.push([what, "listed", may], [what, "in trail", may && role !== "staff"]);
      // Who may is tried below: a bundle can be fetched once.
      if (may && canFetch(one)) continue;
      const { statusCode } = await one.post(`${path}/${bundle.id}/download`);
      seen.push([what, "fetched", statusCode]);
      right.push([what, "fetched", canFetch(one) ? 404 : 403]);
    }
  }
  expect(seen).toEqual(right);
  for (const bundle of made) {
    const one = bundle.scope === bundle.owner ? staff[bundle.owner] : secretariat;
    expect((await one?.post(`${path}/${bundle.id}/download`))?.statusCode).toBe(200);
  }
  await expect.poll(() => site.deps.database.audit.countDocuments({ act: "bundle.download-end" })).toBe(5);
  const trail = (await secretariat.get("/organiser/audit.csv")).body;
  expect(trail.match(/bundle\.download-end/g)).toHaveLength(5);
});

test("somebody of the secretariat who becomes staff has no more than staff have", async () => {
  const former = await signInAs(site, "secretariat");
  const whole = await make(former, "");
  expect((await former.get(path)).body).toContain(whole.reason);
  await site.deps.database.accounts.updateMany({ role: "secretariat" }, { $set: { role: "staff" } });
  expect((await former.get(path)).body).not.toContain(whole.reason);
  expect((await former.post(`${path}/${whole.id}/download`)).statusCode).toBe(404);
});

test("staff of an organisation that runs a campaign, and has no petition in it, have nothing to ask for", async () => {
  const led = await loadTestCampaign(site.deps.database, {
    slug: "led-only",
    countries: ["TH"],
    organisations: { international: "ecpat-thailand", th: "ecpat-thailand" },
  });
  const own = `/staff/c/${led.slug}/bundles`;
  const page = await staff[lead]?.get(own);
  expect([page?.statusCode, page?.body.includes("f-reason")]).toEqual([200, false]);
  expect((await staff[lead]?.post(own, { reason: "all of it" }))?.statusCode).toBe(422);
  expect((await staff["ecpat-thailand"]?.get(own))?.body).toContain("f-reason");
});
