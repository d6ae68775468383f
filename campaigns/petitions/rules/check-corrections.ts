import type { Claim } from "../../texts/source.ts";
import type { YamlFile } from "../../texts/yaml-file.ts";
import type { StoredCampaign } from "../campaign.model.ts";
import type { Correction } from "../campaign.ts";
import type { CatalogueCampaign } from "../compose-campaign.ts";
import type { Catalogue } from "../read-catalogue.ts";

/**
 * Reports what would hide a mistake that people have read: a correction withdrawn or changed, and a claim of a
 * published campaign changed or removed without a new correction of its source.
 */
export function checkCorrections(
  catalogue: Catalogue,
  campaign: CatalogueCampaign,
  stored: StoredCampaign | null,
): void {
  if (!stored || stored.state === "draft") return;
  for (const [locale, { file, contents }] of catalogue.texts) {
    refuseTakenBack(file, contents.page.corrections ?? [], stored.pages[locale]?.corrections ?? []);
  }
  const [language] = catalogue.texts.keys();
  if (!language) return;
  const held = stored.pages[language]?.corrections ?? [];
  const added = campaign.pages[language]?.corrections?.filter(
    (one) => !held.some((other) => isSame(one, other)),
  );
  for (const { number } of stored.sources) {
    const lost = missingClaim(stored.claims, campaign.claims, number);
    if (lost === undefined || added?.some(({ source }) => source === number)) continue;
    const path = ["sources", number - 1, "claims"];
    catalogue.sources?.file.refuse(path, "claim-gone", { claim: lost, source: number });
  }
}

function refuseTakenBack(file: YamlFile, now: readonly Correction[], before: readonly Correction[]): void {
  for (const correction of before) {
    if (now.some((kept) => isSame(kept, correction))) continue;
    const day = correction.at.toISOString().slice(0, 10);
    const path = now.length > 0 ? ["page", "corrections"] : ["page"];
    file.refuse(path, "correction-gone", { day, source: correction.source });
  }
}

function missingClaim(before: readonly Claim[], now: readonly Claim[], source: number): string | undefined {
  const kept = new Set(now.filter((claim) => claim.source === source).map(({ statement }) => statement));
  return before.find((claim) => claim.source === source && !kept.has(claim.statement))?.statement;
}

function isSame(one: Correction, other: Correction): boolean {
  return (
    one.at.getTime() === other.at.getTime() &&
    one.source === other.source &&
    one.was === other.was &&
    one.text === other.text
  );
}
