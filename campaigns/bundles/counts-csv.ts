import type { RollCount } from "./roll-count.ts";
import { compare } from "./roll-count.ts";
import { csvHead, toCell, toLine } from "./signature-rows.ts";

const columns = ["counted by", "petition", "country", "channel", "language", "wording version", "signatures"];

/** Writes counts.csv: one line for each count, naming what it counts by and leaving the other columns empty. */
export function countsCsv(count: RollCount): string {
  const lines = [toLine(["total", "", "", "", "", "", count.signatures])];
  for (const [name, sum] of count.by(0)) lines.push(toLine(["petition", toCell(name), "", "", "", "", sum]));
  for (const [name, sum] of count.by(1)) lines.push(toLine(["country", "", toCell(name), "", "", "", sum]));
  for (const [name, sum] of count.by(2)) lines.push(toLine(["channel", "", "", toCell(name), "", "", sum]));
  for (const { petition, locale, version, count: sum } of count.wordings())
    lines.push(toLine(["wording", toCell(petition), "", "", toCell(locale), version, sum]));
  for (const [key, sum] of [...count.byKey].sort(([one], [other]) => compare(one, other))) {
    const [petition = "", country = "", channel = ""] = key.split("/").map(toCell);
    lines.push(toLine([toCell("petition, country and channel"), petition, country, channel, "", "", sum]));
  }
  return csvHead(columns) + lines.join("");
}
