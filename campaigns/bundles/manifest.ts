import { campaignName } from "../petitions/text-locale.ts";
import { canonicalJson } from "../platform/canonical-json.ts";
import type { BundleScope } from "./bundle-scope.ts";
import { dedupeRule } from "./dedupe-rule.ts";
import type { PackedFile } from "./pack.ts";
import type { RollCount } from "./roll-count.ts";
import { dayOf } from "./signature-rows.ts";
import type { SignedText } from "./signed-texts.ts";

/** Increases when the files of a bundle or their columns change. */
const formatVersion = 1;

/** What a bundle contains, counted and packed. */
export type BundleContents = {
  scope: BundleScope;
  count: RollCount;
  texts: readonly SignedText[];
  /** All files packed so far. */
  files: readonly PackedFile[];
};

/** Writes manifest.json; nothing in it depends on when, where or how often the bundle is made. */
export function manifestJson({ scope, count, texts, files }: BundleContents): string {
  const { campaign, country, organisation } = scope;
  return canonicalJson({
    format: "sheaf-bundle",
    formatVersion,
    campaign: { slug: campaign.slug, name: campaignName(campaign, "en") },
    filter: { country: country ?? null, ...(organisation !== undefined && { organisation }) },
    asOf: new Date(count.last).toISOString(),
    period: { firstDay: dayOf(new Date(count.first)), lastDay: dayOf(new Date(count.last)) },
    counts: {
      signatures: count.signatures,
      byPetition: Object.fromEntries(count.by(0)),
      byCountry: Object.fromEntries(count.by(1)),
      byChannel: Object.fromEntries(count.by(2)),
      byWording: texts.map(({ petition, locale, version, count: signatures, sha256, file }) => ({
        petition,
        language: locale,
        version,
        signatures,
        sha256,
        file,
      })),
    },
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    dedupe: dedupeRule(campaign),
  });
}
