import { isDeepStrictEqual } from "node:util";
import mongoose from "mongoose";
import { isDuplicate } from "../is-duplicate.ts";
import type { CatalogueDeps } from "../petitions/find-campaign.ts";
import { forgetCampaigns } from "../petitions/find-campaign.ts";
import { refuseProblems } from "../petitions/refuse-problems.ts";
import { checkNetwork } from "./check-network.ts";
import { forgetOrganisations } from "./find-organisation.ts";
import type { StoredOrganisation } from "./organisation.model.ts";
import type { OrganisationFile } from "./organisation-file.ts";

/** What a load did with an organisation; one that was edited in the console stays as it was edited. */
export type LoadedOrganisation = { slug: string; outcome: "added" | "changed" | "kept" | "edited" };

/**
 * Brings a network's folder into the database. Never takes an organisation away or undoes what was edited in the console;
 * may run twice, also at the same time.
 * @throws DomainError `catalogue-refused` with every problem, each with file and line; nothing was changed then.
 */
export async function loadNetwork(deps: CatalogueDeps, folder: string): Promise<LoadedOrganisation[]> {
  const { organisations, problems } = await checkNetwork(folder);
  if (problems.length > 0) refuseProblems(problems);
  const loaded: LoadedOrganisation[] = [];
  for (const [slug, contents] of organisations) {
    loaded.push({ slug, outcome: await loadOne(deps, slug, contents) });
  }
  forgetOrganisations(deps);
  forgetCampaigns(deps);
  return loaded;
}

async function loadOne(
  deps: CatalogueDeps,
  slug: string,
  contents: OrganisationFile,
): Promise<LoadedOrganisation["outcome"]> {
  const { organisations } = deps.database;
  const stored = await organisations.findById(slug).lean<StoredOrganisation>();
  if (!stored) {
    const fresh = { _id: slug, ...contents, endedAt: null, version: 1, editedAt: null };
    try {
      await organisations.create(fresh);
      return "added";
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      // Another load was faster.
      return loadOne(deps, slug, contents);
    }
  }
  const { _id, endedAt: _ended, version, editedAt, ...held } = stored;
  if (editedAt) return "edited";
  if (isDeepStrictEqual(held, contents)) return "kept";
  const written = await organisations.updateOne(
    { _id, version, editedAt: mongoose.trusted({ $eq: null }) },
    { $set: contents, $inc: { version: 1 } },
  );
  return written.modifiedCount > 0 ? "changed" : "kept";
}
