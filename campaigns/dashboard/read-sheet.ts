import { Types } from "mongoose";
import type { Database } from "../bundles/deps.ts";
import { notFound } from "../platform/errors.ts";
import type { Line, Outcome, Sheet } from "../signing/sheets/sheet.model.ts";
import { indexesAsked, type LinesAsked } from "./list-sheets.ts";

/** A line as organisers see it: the person appears as a key that reveals nothing about them. */
export type SheetLine = Pick<Line, "petition" | "country" | "locale" | "version" | "source" | "reason"> & {
  index: number;
  key: string;
  outcome: Outcome | undefined;
  confirms: { sheet: string; line: number } | undefined;
};

/** A sheet with the lines being looked at. */
export type ReadSheet = Pick<Sheet, "kind" | "channel" | "state" | "at"> & { id: string; lines: SheetLine[] };

/** Reads a sheet. @throws DomainError `not-found` when it does not exist or has no such line. */
export async function readSheet(
  { database }: { database: Pick<Database, "sheets"> },
  asked: LinesAsked,
  id: string,
): Promise<ReadSheet> {
  const sheet = await database.sheets.findOne(
    {
      _id: new Types.ObjectId(id),
      campaign: asked.campaign.ordinal,
      ...(asked.channel && { channel: asked.channel }),
    },
    { projection: { sealed: 0 } },
  );
  const indexes = sheet ? indexesAsked(sheet.lines, asked) : [];
  if (!sheet || indexes.length === 0) throw notFound();
  const { kind, channel, state, at } = sheet;
  return { id, kind, channel, state, at, lines: indexes.map((index) => toLine(sheet, index)) };
}

function toLine({ lines, outcomes }: Sheet, index: number): SheetLine {
  const line = lines[index];
  if (!line) throw new RangeError(`A sheet of ${lines.length} lines has no line ${index}.`);
  const { petition, country, locale, version, source, reason, person, confirms } = line;
  return {
    index,
    // The campaign's number comes first; eight bytes of the key are enough to identify a line.
    key: person.subarray(4, 12).toString("hex"),
    petition,
    country,
    locale,
    version,
    ...(source !== undefined && { source }),
    ...(reason && { reason }),
    outcome: outcomes?.[index],
    confirms: confirms && { sheet: confirms.sheet.toHexString(), line: confirms.line },
  };
}
