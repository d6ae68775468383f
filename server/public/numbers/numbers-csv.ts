import { csvHead, toCell, toLine } from "#campaigns/bundles/signature-rows.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import type { NumberRow, Numbers } from "./list-numbers.ts";

const columns = ["as of", "counted by", "code", "name", "signatures"];

/**
 * The figures as CSV: the total, then a line for each petition and country; the codes are the same in every language.
 * Without totals, because they are too small to be told, only the columns.
 */
export function numbersCsv(
  { byPetition, byCountry }: Numbers,
  totals?: Pick<Totals, "total" | "asOf">,
): string {
  if (!totals) return csvHead(columns);
  const at = totals.asOf.toISOString();
  const lines = (what: string, rows: NumberRow[]) =>
    rows.map(({ code, name, count }) => toLine([at, what, toCell(code), toCell(name), count]));
  return [
    csvHead(columns),
    toLine([at, "total", "", "", totals.total]),
    ...lines("petition", byPetition),
    ...lines("country", byCountry),
  ].join("");
}
