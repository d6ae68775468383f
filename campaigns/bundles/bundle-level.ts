import { DomainError } from "../platform/errors.ts";

/**
 * How much of the signers a bundle shows. 0: totals; 1: the leaves of the log, which name nobody; 2: names, but for
 * those who asked to be left unnamed; 3: postcodes too, where the recipient's law requires them, and only sealed.
 */
export const bundleLevels = [0, 1, 2, 3] as const;

export type BundleLevel = (typeof bundleLevels)[number];

/** What a bundle shows when nobody says otherwise. */
export const usualLevel: BundleLevel = 2;

/** Reads a level as it was typed. @throws DomainError `configuration`. */
export function parseLevel(text: string): BundleLevel {
  const level = bundleLevels.find((one) => String(one) === text);
  if (level !== undefined) return level;
  throw new DomainError(
    "configuration",
    `"${text}" is no level: 0 for totals, 1 for leaves without names, 2 for names, 3 for postcodes too.`,
  );
}
