import mongoose from "mongoose";
import { DomainError } from "../errors.ts";
import { isDuplicate } from "../is-duplicate.ts";
import type { StoredCampaign } from "./campaign.model.ts";
import { type CheckedCatalogue, checkCatalogue } from "./check-catalogue.ts";
import type { CatalogueCampaign, CataloguePetition } from "./compose-campaign.ts";
import { type CatalogueDeps, forgetCampaigns } from "./find-campaign.ts";
import { petitionKey, type StoredPetition } from "./petition.model.ts";
import type { Catalogue } from "./read-catalogue.ts";
import { refuseProblems } from "./refuse-problems.ts";
import { checkCorrections } from "./rules/check-corrections.ts";
import { checkOrganisations } from "./rules/check-organisations.ts";
import { checkPublished } from "./rules/check-published.ts";

/** What a load did, petition by petition. */
export type LoadedCampaign = {
  slug: string;
  ordinal: number;
  outcome: "added" | "changed" | "kept";
  petitions: { id: string; version: number; outcome: "added" | "new version" | "kept" }[];
};

type Loading = { database: CatalogueDeps["database"]; catalogue: Catalogue; campaign: CatalogueCampaign };

/** How often a write is tried again that another load has come before; each time, that other one got on. */
const mostTries = 50;

/**
 * Brings a campaign's folder into the database: settings and page texts as they are now, new versions of petitions beside the
 * old ones. Never changes or removes a version, never touches signatures; may run twice, also at the same time.
 * @throws DomainError `catalogue-refused` with every problem, each with file and line; nothing was changed then, unless a
 * load that ran at the same time published other texts under the same numbers.
 */
export async function loadCampaign(deps: CatalogueDeps, folder: string): Promise<LoadedCampaign> {
  return storeCampaign(deps, await checkCatalogue(folder));
}

/** The same for what was checked already, wherever it stands: the console publishes through here. */
export async function storeCampaign(
  { database }: CatalogueDeps,
  { catalogue, campaign, problems }: CheckedCatalogue,
): Promise<LoadedCampaign> {
  if (!campaign) return refuseProblems(problems);
  const loading = { database, catalogue, campaign };
  // The next ordinal is only safe to choose under its unique index.
  await database.campaigns.createIndexes();
  await refuseChanges(loading);
  const petitions: LoadedCampaign["petitions"] = [];
  for (const [position, petition] of campaign.petitions.entries()) {
    const outcome = await again(() => addVersion(loading, petition, position));
    petitions.push({ id: petition.id, version: petition.today.version, outcome });
  }
  await refuseChanges(loading);
  for (const [position, petition] of campaign.petitions.entries()) {
    await placePetition(loading, petition, position);
  }
  const outcome = await again(() => saveCampaign(loading));
  forgetCampaigns({ database });
  return { slug: campaign.slug, ordinal: await ordinalOf(loading), outcome, petitions };
}

async function refuseChanges({ database, catalogue, campaign }: Loading): Promise<void> {
  const stored = await database.petitions.find({ campaign: campaign.slug }).lean<StoredPetition[]>();
  const held = new Map(stored.map(({ id, versions }) => [id, versions.map(toPublished)]));
  checkPublished(catalogue, campaign, held, "the database");
  if (catalogue.campaign) {
    checkOrganisations(catalogue.campaign.file, campaign, {
      organisations: new Set(await database.organisations.distinct("_id")),
      petitions: new Map(
        stored.flatMap(({ id, organisation }) => (organisation ? [[id, organisation]] : [])),
      ),
    });
  }
  checkCorrections(
    catalogue,
    campaign,
    await database.campaigns.findById(campaign.slug).lean<StoredCampaign>(),
  );
  if (catalogue.problems.length > 0) refuseProblems(catalogue.problems);
}

function toPublished({ version, publishedAt, texts }: StoredPetition["versions"][number]) {
  const hashes = Object.entries(texts).map(([locale, { sha256 }]) => [locale, sha256] as const);
  return { version, publishedAt, sha256: Object.fromEntries(hashes) };
}

/** Adds a petition, or a version that is newer than all it has. */
async function addVersion({ database, campaign }: Loading, petition: CataloguePetition, position: number) {
  const { id, country, organisation, target, wording, today } = petition;
  const _id = petitionKey(campaign.slug, id);
  const around = { position, organisation, target, wording };
  const whole = { id, campaign: campaign.slug, country, ...around, versions: [today] };
  const inserted = await database.petitions.updateOne({ _id }, { $setOnInsert: whole }, { upsert: true });
  if (inserted.upsertedCount > 0) return "added";
  const older = mongoose.trusted({ $not: { $gte: today.version } });
  const pushed = await database.petitions.updateOne(
    { _id, "versions.version": older },
    { $push: { versions: today } },
  );
  return pushed.modifiedCount > 0 ? "new version" : "kept";
}

/** Sets what stands around the versions, unless a newer one has been published meanwhile. */
async function placePetition(
  { database, campaign }: Loading,
  petition: CataloguePetition,
  position: number,
): Promise<void> {
  const _id = petitionKey(campaign.slug, petition.id);
  const noNewer = mongoose.trusted({ $not: { $gt: petition.today.version } });
  const { organisation, target, wording } = petition;
  const around = { position, organisation, target, wording };
  await database.petitions.updateOne({ _id, "versions.version": noNewer }, { $set: around });
}

async function saveCampaign({ database, campaign }: Loading): Promise<LoadedCampaign["outcome"]> {
  const { slug, petitions: _, ...settings } = campaign;
  const updated = await database.campaigns.updateOne({ _id: slug }, { $set: settings });
  if (updated.matchedCount > 0) return updated.modifiedCount > 0 ? "changed" : "kept";
  const last = await database.campaigns.findOne().sort({ ordinal: -1 }).lean();
  await database.campaigns.create({ _id: slug, ordinal: (last?.ordinal ?? 0) + 1, ...settings });
  return "added";
}

async function ordinalOf({ database, campaign }: Loading): Promise<number> {
  const saved = await database.campaigns.findById(campaign.slug).lean();
  if (!saved)
    throw new DomainError(
      "campaign-unknown",
      `The campaign ${campaign.slug} was taken away while it was loaded.`,
    );
  return saved.ordinal;
}

/** Does a write again while another load has taken its key: the ordinal, or the first place of a petition. */
async function again<Outcome>(write: () => Promise<Outcome>, tries = mostTries): Promise<Outcome> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error) || tries <= 1) throw error;
    return again(write, tries - 1);
  }
}
