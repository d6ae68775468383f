import type { BundleLevel } from "./bundle-level.ts";
import type { BundleScope } from "./bundle-scope.ts";

/** Postcodes are shown where the campaign asks for them, and only in a bundle that is sealed. */
export function showsPostcode({ campaign }: BundleScope, level: BundleLevel): boolean {
  return level === 3 && campaign.asksPostcode;
}
