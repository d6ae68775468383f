import mongoose from "mongoose";
import { type InTransaction, restartTransaction, withTransaction } from "../platform/in-transaction.ts";
import { refuseProblems } from "../texts/refuse-problems.ts";
import type { StoredCampaign } from "./campaign.model.ts";
import { type CheckedCatalogue, checkCatalogue } from "./check-catalogue.ts";
import type { CatalogueCampaign, CataloguePetition } from "./compose-campaign.ts";
import type { Database } from "./deps.ts";
import { forgetCampaigns } from "./find-campaign.ts";
import { petitionKey, type StoredPetition } from "./petition.model.ts";
import type { Catalogue } from "./read-catalogue.ts";
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

type LoadingDeps = {
  database: Pick<Database, "connection" | "campaigns" | "petitions" | "organisations">;
} & InTransaction;
type Loading = LoadingDeps & Required<InTransaction> & { catalogue: Catalogue; campaign: CatalogueCampaign };

/**
 * Loads a campaign's folder into the database: settings and page texts as they are now, new versions of petitions
 * next to the old ones. Never changes or removes a version, never touches signatures; may run twice, even
 * concurrently. In one transaction: a campaign is loaded completely, or stays as it was.
 * @throws DomainError `catalogue-refused` with every problem, each with file and line; nothing was changed then.
 */
export async function loadCampaign(deps: LoadingDeps, folder: string): Promise<LoadedCampaign> {
  const checked = await checkCatalogue(folder);
  // The next ordinal can only be chosen safely under its unique index, and collections can't be created within
  // a transaction.
  await deps.database.campaigns.createIndexes();
  await deps.database.petitions.createIndexes();
  const loaded = await storeCampaign(deps, checked);
  forgetCampaigns(deps);
  return loaded;
}

/** The same for contents that were already checked, wherever they come from: the console publishes through this. */
export async function storeCampaign(
  deps: LoadingDeps,
  { catalogue, campaign, problems }: CheckedCatalogue,
): Promise<LoadedCampaign> {
  if (!campaign) return refuseProblems(problems);
  return withTransaction(deps, async (inner) => {
    const loading = { ...inner, catalogue, campaign };
    await refuseChanges(loading);
    const petitions: LoadedCampaign["petitions"] = [];
    for (const [position, petition] of campaign.petitions.entries()) {
      const outcome = await addVersion(loading, petition, position).catch(restartTransaction);
      petitions.push({ id: petition.id, version: petition.today.version, outcome });
    }
    const saved = await saveCampaign(loading).catch(restartTransaction);
    return { slug: campaign.slug, ...saved, petitions };
  });
}

async function refuseChanges({ database, catalogue, campaign, transaction }: Loading): Promise<void> {
  const stored = await database.petitions
    .find({ campaign: campaign.slug }, null, transaction)
    .lean<StoredPetition[]>();
  const held = new Map(stored.map(({ id, versions }) => [id, versions.map(toPublished)]));
  checkPublished(catalogue, campaign, held, { word: "database" });
  if (catalogue.campaign) {
    checkOrganisations(catalogue.campaign.file, campaign, {
      organisations: new Set(await database.organisations.distinct("_id", {}, transaction)),
      petitions: new Map(
        stored.flatMap(({ id, organisation }) => (organisation ? [[id, organisation]] : [])),
      ),
    });
  }
  checkCorrections(
    catalogue,
    campaign,
    await database.campaigns.findById(campaign.slug, null, transaction).lean<StoredCampaign>(),
  );
  if (catalogue.problems.length > 0) refuseProblems(catalogue.problems);
}

function toPublished({ version, publishedAt, texts }: StoredPetition["versions"][number]) {
  const hashes = Object.entries(texts).map(([locale, { sha256 }]) => [locale, sha256] as const);
  return { version, publishedAt, sha256: Object.fromEntries(hashes) };
}

/** Adds a petition, or a version newer than all it has, and updates everything around the versions. */
async function addVersion(
  { database, campaign, transaction }: Loading,
  petition: CataloguePetition,
  position: number,
): Promise<LoadedCampaign["petitions"][number]["outcome"]> {
  const { id, country, organisation, target, wording, today } = petition;
  const _id = petitionKey(campaign.slug, id);
  const around = { position, organisation, target, wording };
  const whole = { id, campaign: campaign.slug, country, ...around, versions: [today] };
  const options = { upsert: true, ...transaction };
  const inserted = await database.petitions.updateOne({ _id }, { $setOnInsert: whole }, options);
  if (inserted.upsertedCount > 0) return "added";
  await database.petitions.updateOne({ _id }, { $set: around }, transaction);
  const older = mongoose.trusted({ $not: { $gte: today.version } });
  const newer = { _id, "versions.version": older };
  const pushed = await database.petitions.updateOne(newer, { $push: { versions: today } }, transaction);
  return pushed.modifiedCount > 0 ? "new version" : "kept";
}

async function saveCampaign({
  database,
  campaign,
  transaction,
}: Loading): Promise<Pick<LoadedCampaign, "ordinal" | "outcome">> {
  const { slug, petitions: _, ...settings } = campaign;
  const stored = await database.campaigns.findById(slug, null, transaction).lean<StoredCampaign>();
  if (stored) {
    const { modifiedCount } = await database.campaigns.updateOne(
      { _id: slug },
      { $set: settings },
      transaction,
    );
    return { ordinal: stored.ordinal, outcome: modifiedCount > 0 ? "changed" : "kept" };
  }
  const last = await database.campaigns.findOne({}, null, transaction).sort({ ordinal: -1 }).lean();
  const ordinal = (last?.ordinal ?? 0) + 1;
  await database.campaigns.create([{ _id: slug, ordinal, ...settings }], transaction);
  return { ordinal, outcome: "added" };
}
