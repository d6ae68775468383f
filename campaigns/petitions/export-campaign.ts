import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DomainError } from "../platform/errors.ts";
import { campaignContents } from "./campaign-contents.ts";
import { type CatalogueDeps, findCampaign, forgetCampaigns } from "./find-campaign.ts";
import { writeCatalogue } from "./write-catalogue.ts";

/**
 * Exports a campaign from the database as a folder that `loadCampaign` reads: campaign files and the console share
 * one truth. Returns the names of the files.
 * @throws DomainError `campaign-unknown`, or `catalogue-refused` when the folder is not empty.
 */
export async function exportCampaign(deps: CatalogueDeps, slug: string, folder: string): Promise<string[]> {
  forgetCampaigns(deps);
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw new DomainError("campaign-unknown", `There is no campaign called "${slug}".`);
  await refuseFullFolder(folder);
  const files = writeCatalogue(campaignContents(campaign));
  for (const [name, text] of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
  }
  return [...files.keys()];
}

async function refuseFullFolder(folder: string): Promise<void> {
  const standing = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new DomainError("catalogue-refused", `${folder} can't be written to: ${error.message}`, {
      cause: error,
    });
  });
  if (standing.length === 0) return;
  throw new DomainError(
    "catalogue-refused",
    `${folder} is not empty: name a new folder. Nothing was written.`,
  );
}
