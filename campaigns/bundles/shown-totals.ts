import { foldTotals } from "../signing/tallies/read-public-totals.ts";
import type { BundleLevel } from "./bundle-level.ts";
import type { BundleScope } from "./bundle-scope.ts";
import type { RollCount } from "./roll-count.ts";

/**
 * Counts by petition and by country as a bundle tells them: level 0 names no country of few signers.
 */
export function shownTotals(count: RollCount, { campaign }: BundleScope, level: BundleLevel) {
  const byPetition = Object.fromEntries(count.by(0));
  const byCountry = Object.fromEntries(count.by(1));
  return level > 0 ? { byCountry, byPetition } : foldTotals({ byCountry, byPetition }, campaign.petitions);
}
