import type { Database } from "../database.ts";
import type { Line, Sheet } from "../sheets/sheet.model.ts";
import type { Standing } from "./choose-slot.ts";
import { keptFields } from "./kept-fields.ts";
import type { Move } from "./signature.model.ts";

type Deps = { database: Pick<Database, "signatures"> };

/** Whether a line of a sheet brought the signature onto the roll, at first or again. */
export function cameBy(
  standing: Pick<Standing, "sheet" | "line" | "moves">,
  sheet: Pick<Sheet, "_id">,
  place: number,
): boolean {
  if (standing.line === place && standing.sheet.equals(sheet._id)) return true;
  return (standing.moves ?? []).some(
    (move) => move.to === "counted" && move.line === place && move.sheet.equals(sheet._id),
  );
}

/**
 * Counts a withdrawn signature again, for a line that was stored after the withdrawal; false when the line is older, or
 * another line was faster.
 */
export async function countAgain(
  deps: Deps,
  standing: Standing,
  { sheet, line, place }: { sheet: Sheet; line: Line; place: number },
): Promise<boolean> {
  const last = standing.moves?.at(-1);
  if (last && last.at >= sheet.at) return false;
  const move: Move = {
    sheet: sheet._id,
    line: place,
    to: "counted",
    at: sheet.at,
    petition: line.petition,
    country: line.country,
    channel: sheet.channel,
  };
  const sealed = sheet.sealed?.[place];
  const result = await deps.database.signatures.updateOne(
    { _id: standing._id, state: "withdrawn", "moves.sheet": { $ne: sheet._id } },
    {
      $set: {
        ...keptFields(line),
        channel: sheet.channel,
        at: sheet.at,
        state: "counted",
        ...(sealed && { sealed }),
      },
      $push: { moves: move },
    },
  );
  if (result.modifiedCount === 1) return true;
  const now = await deps.database.signatures.findOne({ _id: standing._id });
  return now !== null && cameBy(now, sheet, place);
}
