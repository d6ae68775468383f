import type { Campaign } from "../../petitions/campaign.ts";
import { ShortCache } from "../../platform/short-cache.ts";
import type { Database } from "../deps.ts";
import { nextGoal } from "./next-goal.ts";
import type { Total } from "./total.model.ts";

/** How many people have signed, by country and channel; every breakdown adds up to the total. */
export type Totals = {
  total: number;
  byCountry: Record<string, number>;
  byChannel: { web: number; paper: number; import: number };
  byPetition: Record<string, number>;
  /** The next goal. */
  goal: number;
  /** When the last counted sheets were added. */
  asOf: Date;
};

type Deps = { database: Pick<Database, "totals"> };

const caches = new WeakMap<Database["totals"], ShortCache<Total | null>>();

/** Reads a campaign's totals: one document, cached for a second per process so that a crowd costs one read. */
export async function readTotals(
  deps: Deps,
  campaign: Pick<Campaign, "ordinal" | "goals" | "opensAt">,
): Promise<Totals> {
  const stored = await cacheOf(deps).get(String(campaign.ordinal), () =>
    deps.database.totals.findOne({ _id: campaign.ordinal }),
  );
  const total = stored?.total ?? 0;
  return {
    total,
    byCountry: withoutZeros(stored?.byCountry ?? {}),
    byChannel: { web: 0, paper: 0, import: 0, ...stored?.byChannel },
    byPetition: withoutZeros(stored?.byPetition ?? {}),
    goal: nextGoal(campaign.goals, total),
    asOf: stored?.asOf ?? campaign.opensAt,
  };
}

/** Makes the next read of a campaign's totals fresh, because they changed. */
export function forgetTotals(deps: Deps, ordinal: number): void {
  cacheOf(deps).forget(String(ordinal));
}

function cacheOf({ database }: Deps): ShortCache<Total | null> {
  const known = caches.get(database.totals);
  if (known) return known;
  const cache = new ShortCache<Total | null>(1_000, 1_000);
  caches.set(database.totals, cache);
  return cache;
}

function withoutZeros(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
