import { Types } from "mongoose";
import type { Database } from "../database.ts";
import type { Outcome, Sheet } from "../sheets/sheet.model.ts";
import type { Scope } from "./scope.ts";

/** A sheet on a list: what became of those of its lines that belong to the scope. */
export type SheetRow = Pick<Sheet, "kind" | "channel" | "state" | "at"> & {
  id: string;
  lines: number;
  outcomes: Partial<Record<Outcome, number>>;
};

/** Sheets a page of the list holds. */
export const sheetsAPage = 50;

/** Lists sheets with lines of a scope, newest first; `before` is the id of the last one on the page before. */
export async function listSheets(
  { database }: { database: Pick<Database, "sheets"> },
  scope: Scope,
  before?: string,
  most = sheetsAPage,
): Promise<SheetRow[]> {
  const sheets = await database.sheets
    .find(
      {
        campaign: scope.campaign.ordinal,
        "lines.petition": { $in: scope.petitions.map(({ id }) => id) },
        ...(before && { _id: { $lt: new Types.ObjectId(before) } }),
        ...(scope.country !== null && { "lines.country": scope.country }),
      },
      {
        projection: {
          kind: 1,
          channel: 1,
          state: 1,
          at: 1,
          outcomes: 1,
          "lines.petition": 1,
          "lines.country": 1,
        },
      },
    )
    .sort({ _id: -1 })
    .limit(most)
    .toArray();
  return sheets.map((sheet) => toRow(sheet, scope));
}

/** The places of the lines that belong to a scope: a sheet may hold those of several organisations. */
export function placesInScope(
  lines: readonly Pick<Sheet["lines"][number], "petition" | "country">[],
  { petitions, country }: Scope,
): number[] {
  const ids = new Set(petitions.map(({ id }) => id));
  return lines.flatMap((line, place) =>
    ids.has(line.petition) && (country === null || line.country === country) ? [place] : [],
  );
}

function toRow({ _id, kind, channel, state, at, lines, outcomes }: Sheet, scope: Scope): SheetRow {
  const places = placesInScope(lines, scope);
  const counts: SheetRow["outcomes"] = {};
  for (const place of places) {
    const outcome = outcomes?.[place];
    if (outcome) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return { id: _id.toHexString(), kind, channel, state, at, lines: places.length, outcomes: counts };
}
