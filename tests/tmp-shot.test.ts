import { test } from "vitest";
import { Types } from "mongoose";
import { makeBundle } from "#campaigns/bundles/make-bundle.ts";
import { noteAct } from "#campaigns/audit/note-act.ts";
import { startBrowser } from "./support/browser.ts";
import { signInAs } from "./support/console-client.ts";
import { countedSignature } from "./support/signing.ts";
import { openTestApp } from "./support/test-app.ts";
import { loadTestCampaign } from "./support/test-campaign.ts";

test("shots", async () => {
  const site = await openTestApp();
  const campaign = await loadTestCampaign(site.deps.database, { verification: "none", countries: ["TH","US"], organisations: { th: "ecpat-thailand" } });
  await countedSignature(site.deps, campaign, "anong", { country: "TH" });
  const s = await signInAs(site, "secretariat");
  const path = `/staff/c/${campaign.slug}/bundles`;
  for (const [i, w] of [{ reason: "Handover to the Ministry of Justice on 20 November" }, { country: "TH", reason: "For the embassy" }, { country: "FR", reason: "Paris" }, { organisation: "ecpat-thailand", reason: "A copy for Bangkok" }].entries()) {
    await s.post(path, w);
    const r = await site.deps.database.bundleRequests.findOne({ state: "asked" });
    if (!r) throw new Error("x");
    if (i < 3) await makeBundle(site.deps, r._id.toHexString());
    else { const startedAt = site.deps.now(); await site.deps.database.bundleRequests.updateOne({ _id: r._id }, { $set: { state: "running", run: { file: new Types.ObjectId(), startedAt, beatAt: new Date(startedAt.getTime() + 4000), written: 1_400_000, expected: 7_044_278 } } }); }
  }
  await noteAct(site.deps, { account: "operator", organisation: "operator", role: "operator", from: "command line" }, "bundle.write", campaign.slug, { country: "TH" });
  const url = await site.app.listen({ port: 0 });
  const browser = await startBrowser();
  const [name = "", value = ""] = s.cookie.split("=");
  for (const [kind, width, scheme] of [["desktop", 1200, "light"], ["phone", 320, "light"], ["dark", 1200, "dark"]] as const) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
    await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    for (const [what, p] of [["bundles", path], ["audit", "/organiser/audit"]]) {
      await page.goto(url + p);
      await page.screenshot({ path: `/tmp/shot-${what}-${kind}.png`, fullPage: true });
    }
    await context.close();
  }
  await browser.close();
  await site.close();
}, 120000);
