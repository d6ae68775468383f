import { ShortCache } from "../platform/short-cache.ts";
import type { OrganisationModel, StoredOrganisation } from "./organisation.model.ts";
import type { Organisation } from "./organisation.ts";

/** What reading and changing organisations needs of the database. */
export type OrganisationDeps = { database: { organisations: OrganisationModel } };

const caches = new WeakMap<OrganisationModel, ShortCache<Organisation[]>>();

/** All organisations by name, including those that left the network. Cached for a few seconds per process. */
export async function listOrganisations({ database }: OrganisationDeps): Promise<Organisation[]> {
  return heldOrganisations({ database }).get("all", async () => {
    const stored = await database.organisations.find().lean<StoredOrganisation[]>();
    return stored
      .map(({ _id, ...organisation }) => ({ ...organisation, slug: _id }))
      .sort((one, other) => one.name.localeCompare(other.name, "en"));
  });
}

/**
 * Finds an organisation by its slug, even one that left the network; null when there is none. Cached for a few
 * seconds.
 */
export async function findOrganisation(deps: OrganisationDeps, slug: string): Promise<Organisation | null> {
  const all = await listOrganisations(deps);
  return all.find((organisation) => organisation.slug === slug) ?? null;
}

/** The organisations this process has cached; a new object once the cache was cleared. */
export function heldOrganisations({ database }: OrganisationDeps): ShortCache<Organisation[]> {
  const known = caches.get(database.organisations);
  if (known) return known;
  const fresh = new ShortCache<Organisation[]>();
  caches.set(database.organisations, fresh);
  return fresh;
}

/** Makes this process read organisations again, after a change. */
export function forgetOrganisations({ database }: OrganisationDeps): void {
  caches.delete(database.organisations);
}
