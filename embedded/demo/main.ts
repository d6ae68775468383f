import { join } from "node:path";
import type { Account } from "#campaigns/access/account.ts";
import { secretariat } from "#campaigns/access/secretariat.ts";
import type { Actor } from "#campaigns/audit/record-audit.ts";
import type { Deps } from "#campaigns/open.ts";
import { openDeps } from "#campaigns/open-deps.ts";
import { addOrganisation } from "#campaigns/organisations/edit-organisation.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { registerCode } from "#campaigns/petitions/source-codes/keep-codes.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import { makeDemoAccounts } from "./demo-accounts.ts";
import { demo, demoFolder, loginsFile } from "./demo-campaign.ts";
import { fillCampaign } from "./fill-campaign.ts";
import { sourceLabels } from "./made-up-signers.ts";

/** Whoever started Sheaf with `--demo`: the audit trail names no person. */
const actor: Actor = { account: "operator", organisation: "operator", role: "operator", from: "demo" };
const lead: Account = {
  ...{ id: "operator", name: "", email: "", locale: "en" },
  ...{ organisation: secretariat, role: "secretariat" },
};

async function addDemoOrganisation(deps: Deps): Promise<void> {
  if (await deps.database.organisations.exists({ _id: demo.organisation })) return;
  const outcome = await addOrganisation(deps, { account: lead, actor }, demo.organisation, {
    name: "Made-up Demo Organisation",
    kind: "member",
    parent: null,
    countries: ["GB", "SE", "TH"],
    address: null,
    website: null,
    about: { en: ["This organisation is made up. It exists in the demo of Sheaf only."] },
    sources: [],
    claims: [],
  });
  if (outcome.kind !== "saved") throw new Error(`The demo's organisation was refused: ${outcome.kind}`);
}

/** Loads the made-up campaign with organisation, source codes, signatures and accounts; again it adds what lacks. */
async function loadDemo(deps: Deps, folder: string): Promise<void> {
  await addDemoOrganisation(deps);
  if (!(await findCampaign(deps, demo.campaign))) await loadCampaign(deps, demoFolder);
  const campaign = await findCampaign(deps, demo.campaign);
  if (!campaign) throw new Error("The demo's campaign is not there after it was loaded.");
  const owner = { ...lead, organisation: demo.organisation };
  for (const [code, label] of Object.entries(sourceLabels)) {
    await registerCode(deps, { account: owner, actor }, demo.campaign, { code, label });
  }
  await fillCampaign(deps, campaign);
  await makeDemoAccounts(deps, join(folder, loginsFile));
}

const config = readConfig(process.env);
const { deps, close } = await openDeps(config);
try {
  await loadDemo(deps, config.SHEAF_DATA);
} finally {
  await close();
}
