import type { BundleLevel } from "./bundle-level.ts";
import type { BundleScope } from "./bundle-scope.ts";
import type { RollCount } from "./roll-count.ts";
import { compare } from "./roll-count.ts";
import { shownTotals } from "./shown-totals.ts";
import { csvHead, toCell, toLine } from "./signature-rows.ts";

const columns = ["counted by", "petition", "country", "channel", "language", "wording version", "signatures"];

/**
 * Writes counts.csv: one line for each count, naming what it counts by and leaving the other columns empty. At level 0
 * only what names nobody.
 */
export function countsCsv(count: RollCount, scope: BundleScope, level: BundleLevel): string {
  const { byPetition, byCountry } = shownTotals(count, scope, level);
  const lines = [toLine(["total", "", "", "", "", "", count.signatures])];
  for (const [name, sum] of sortedCounts(byPetition))
    lines.push(toLine(["petition", toCell(name), "", "", "", "", sum]));
  for (const [name, sum] of sortedCounts(byCountry))
    lines.push(toLine(["country", "", toCell(name), "", "", "", sum]));
  for (const [name, sum] of count.by(2)) lines.push(toLine(["channel", "", "", toCell(name), "", "", sum]));
  if (level === 0) return csvHead(columns) + lines.join("");
  for (const { petition, locale, version, count: sum } of count.wordings())
    lines.push(toLine(["wording", toCell(petition), "", "", toCell(locale), version, sum]));
  for (const [key, sum] of [...count.byKey].sort(([one], [other]) => compare(one, other))) {
    const [petition = "", country = "", channel = ""] = key.split("/").map(toCell);
    lines.push(toLine([toCell("petition, country and channel"), petition, country, channel, "", "", sum]));
  }
  return csvHead(columns) + lines.join("");
}

function sortedCounts(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).sort(([one], [other]) => compare(one, other));
}
