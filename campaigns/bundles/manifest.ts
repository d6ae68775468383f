import type { Checkpoint } from "../log/checkpoint.ts";
import { campaignName } from "../petitions/text-locale.ts";
import { canonicalJson } from "../platform/canonical-json.ts";
import type { BundleLevel } from "./bundle-level.ts";
import type { BundleScope } from "./bundle-scope.ts";
import { dedupeRule } from "./dedupe-rule.ts";
import type { PackedFile } from "./pack.ts";
import type { RollCount } from "./roll-count.ts";
import { shownTotals } from "./shown-totals.ts";
import { dayOf } from "./signature-rows.ts";
import type { SignedText } from "./signed-texts.ts";

/** Increases when the files of a bundle or their columns change. */
const formatVersion = 2;

/** What a bundle contains, counted and packed. */
export type BundleContents = {
  scope: BundleScope;
  level: BundleLevel;
  recipient: string | undefined;
  count: RollCount;
  /** The log as it was at the bundle's moment. */
  log: Checkpoint;
  texts: readonly SignedText[];
  /** All files packed so far. */
  files: readonly PackedFile[];
};

/** Writes manifest.json; nothing in it depends on when, where or how often the bundle is made. */
export function manifestJson({ scope, level, recipient, count, texts, files, log }: BundleContents): string {
  const { campaign, country, organisation } = scope;
  const { byCountry, byPetition } = shownTotals(count, scope, level);
  return canonicalJson({
    format: "sheaf-bundle",
    formatVersion,
    level,
    ...(recipient !== undefined && { madeFor: recipient }),
    log: { origin: log.origin, size: log.size, root: log.root.toString("hex") },
    campaign: { slug: campaign.slug, name: campaignName(campaign, "en") },
    filter: { country: country ?? null, ...(organisation !== undefined && { organisation }) },
    asOf: new Date(count.last).toISOString(),
    period: { firstDay: dayOf(new Date(count.first)), lastDay: dayOf(new Date(count.last)) },
    counts: {
      signatures: count.signatures,
      byPetition,
      byCountry,
      byChannel: Object.fromEntries(count.by(2)),
      byWording: texts.map(({ petition, locale, version, count: signatures, sha256, file }) => ({
        petition,
        language: locale,
        version,
        ...(level > 0 && { signatures }),
        sha256,
        file,
      })),
    },
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    dedupe: dedupeRule(campaign),
    unnamed: count.unnamed,
  });
}
