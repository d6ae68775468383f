import { join } from "node:path";
import { type BundleOrder, writeBundle } from "#campaigns/bundles/write-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { personOf } from "#campaigns/petitions/person.ts";
import { seal } from "#campaigns/platform/sealing/seal.ts";
import { makeCatalogueFolder } from "../petitions/catalogue-folder.ts";
import { settle } from "../support/settle.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type BundleFiles, readBundle } from "./read-bundle.ts";

/** Loads a campaign with published texts whose signatures count at once; call it in a test. */
export async function loadBundledCampaign(
  deps: Pick<Deps, "database">,
  slug: string,
  options: { asksPostcode?: boolean } = {},
): Promise<Campaign> {
  const folder = makeCatalogueFolder(slug);
  folder.edit("campaign.yaml", "verification: email", "verification: none");
  if (options.asksPostcode) folder.edit("campaign.yaml", "asksPostcode: false", "asksPostcode: true");
  await loadCampaign(deps, folder.path);
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw new Error(`${slug} was loaded and can't be found.`);
  return campaign;
}

/** What somebody has on a line of paper or of an import, checked by nobody. */
export type PaperLine = { name: string; email: string; country?: string; locale?: string; postcode?: string };

/** Counts lines as they are, past the checks of the form. */
export async function countLines(deps: Deps, campaign: Campaign, lines: readonly PaperLine[]): Promise<void> {
  const batchKey = { campaign: campaign.ordinal, kind: "counting", channel: "paper" } as const;
  const writes = lines.map(({ name, email, country = "GB", locale = "en", postcode = "" }) => {
    const person = personOf(deps.keys, campaign, email);
    const own = campaign.petitions.find((petition) => petition.country === country);
    const line = { person, petition: own?.id ?? "international", country, locale, version: 1 };
    return deps.sheets.write(batchKey, line, seal(deps.keys, person, { name, email, postcode }));
  });
  await Promise.all(writes);
  await settle(deps, campaign);
}

/** Writes a bundle into a folder of its own and reads it back; call it in a test. */
export async function bundleOf(
  deps: Deps,
  campaign: Campaign,
  order: Partial<BundleOrder> = {},
): Promise<{ path: string; files: BundleFiles }> {
  const path = join(temporaryFolder(), "bundle.zip");
  await writeBundle({ ...deps, openKeys: async () => deps.keys }, { campaign, path, ...order });
  return { path, files: await readBundle(path) };
}
