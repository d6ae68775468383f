import { join } from "node:path";
import { type Database, openDatabase } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { petitionKey } from "#campaigns/petitions/petition.model.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { prepareDatabase } from "#campaigns/platform/prepare-database.ts";
import { makeKeyFile, writeKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { type Keys, openKeys } from "#campaigns/platform/sealing/keys.ts";
import { projectFolder } from "#embedded/run-command.ts";
import type { Services } from "./services.ts";

/** What benches write to. */
export type Stage = {
  database: Database;
  keys: Keys;
  /** Adds a copy of the catalogue's model case, whose signatures count at once if nothing else is said. */
  addCampaign(slug: string, verification?: Campaign["verification"]): Promise<Campaign>;
};

const model = "stop-sex-trafficking";

/** Creates keys and an empty database with the catalogue's model case in it. */
export async function setStage({
  mongodbUri,
  folder,
}: Pick<Services, "mongodbUri" | "folder">): Promise<Stage> {
  const keyFile = makeKeyFile(new Date());
  await writeKeyFile(join(folder, "keys.json"), keyFile);
  const database = await openDatabase(mongodbUri);
  await prepareDatabase(database);
  await loadCampaign({ database }, join(projectFolder, "campaigns/catalogue", model));
  return {
    database,
    keys: openKeys(keyFile),
    addCampaign: (slug, verification = "none") => copyModel(database, slug, verification),
  };
}

async function copyModel(
  database: Database,
  slug: string,
  verification: Campaign["verification"],
): Promise<Campaign> {
  const stored = await database.campaigns.findById(model).lean();
  const petitions = await database.petitions.find({ campaign: model }).lean();
  const ordinal = (await database.campaigns.countDocuments()) + 1;
  await database.campaigns.create([{ ...stored, _id: slug, ordinal, verification, state: "open" }]);
  await database.petitions.create(
    petitions.map((petition) => ({ ...petition, _id: petitionKey(slug, petition.id), campaign: slug })),
  );
  forgetCampaigns({ database });
  const campaign = await findCampaign({ database }, slug);
  if (!campaign) throw new DomainError("campaign-unknown", `The copy ${slug} of ${model} is not there.`);
  return campaign;
}
