import { secretariat } from "../access/secretariat.ts";
import { heldOrganisations } from "../organisations/find-organisation.ts";
import type { OrganisationModel, StoredOrganisation } from "../organisations/organisation.model.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import { ShortCache } from "../platform/short-cache.ts";
import { isSlug } from "../texts/slug.ts";
import type { CampaignModel, StoredCampaign } from "./campaign.model.ts";
import type { Campaign } from "./campaign.ts";
import type { PetitionModel, StoredPetition } from "./petition.model.ts";

/** What reading and loading campaigns needs of the database. */
export type CatalogueDeps = {
  database: { campaigns: CampaignModel; petitions: PetitionModel; organisations: OrganisationModel };
};

type NamedOrganisation = Pick<StoredOrganisation, "_id" | "name">;

type Caches = { one: ShortCache<Campaign | null>; all: ShortCache<Campaign[]> };
// Campaigns contain names of organisations: both caches are cleared together.
const caches = new WeakMap<object, Caches>();

/** Finds a campaign by its slug, including drafts; null when there is none. Cached for a few seconds per process. */
export async function findCampaign(deps: CatalogueDeps, slug: string): Promise<Campaign | null> {
  if (!isSlug(slug)) return null;
  return cachesOf(deps).one.get(slug, () => readCampaign(deps, slug));
}

/** Reads a campaign as it is stored now, within a transaction if given. */
export async function readCampaign(
  deps: CatalogueDeps & InTransaction,
  slug: string,
): Promise<Campaign | null> {
  const [campaign] = await readCampaigns(deps, slug);
  return campaign ?? null;
}

/** All campaigns, including drafts, by ordinal. Cached for a few seconds per process. */
export async function listCampaigns(deps: CatalogueDeps): Promise<Campaign[]> {
  return cachesOf(deps).all.get("all", () => readCampaigns(deps, null));
}

/** Makes this process read campaigns again: after a load, or when a test has changed one by hand. */
export function forgetCampaigns(deps: CatalogueDeps): void {
  caches.delete(heldOrganisations(deps));
}

function cachesOf(deps: CatalogueDeps): Caches {
  const owner = heldOrganisations(deps);
  const known = caches.get(owner);
  if (known) return known;
  const fresh = { one: new ShortCache<Campaign | null>(), all: new ShortCache<Campaign[]>() };
  caches.set(owner, fresh);
  return fresh;
}

async function readCampaigns(
  { database, transaction }: CatalogueDeps & InTransaction,
  only: string | null,
): Promise<Campaign[]> {
  const campaigns = await database.campaigns
    .find(only === null ? {} : { _id: only }, null, transaction)
    .sort({ ordinal: 1 })
    .lean<StoredCampaign[]>();
  if (campaigns.length === 0) return [];
  const petitions = await database.petitions
    .find(only === null ? {} : { campaign: only }, null, transaction)
    .sort({ campaign: 1, position: 1 })
    .lean<StoredPetition[]>();
  const organisations = await database.organisations
    .find({}, { name: 1 }, transaction)
    .lean<NamedOrganisation[]>();
  const names = new Map(organisations.map(({ _id, name }) => [_id, name]));
  const byCampaign = Map.groupBy(petitions, ({ campaign }) => campaign);
  return campaigns.map((campaign) => assemble(campaign, byCampaign.get(campaign._id) ?? [], names));
}

function assemble(
  { _id, ...stored }: StoredCampaign,
  storedPetitions: StoredPetition[],
  names: ReadonlyMap<string, string>,
): Campaign {
  const petitions = storedPetitions.map(({ _id: _, campaign: __, position: ___, ...petition }) => petition);
  const behind = new Set([
    stored.organisation,
    secretariat,
    ...petitions.map(({ organisation }) => organisation),
  ]);
  // A database whose network was never loaded has no names yet.
  const organisationNames = Object.fromEntries(Array.from(behind, (slug) => [slug, names.get(slug) ?? slug]));
  return { ...stored, slug: _id, organisationNames, petitions };
}
