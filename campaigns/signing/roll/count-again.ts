import type { mongo } from "mongoose";
import type { Database } from "../deps.ts";
import type { Line, Sheet } from "../sheets/sheet.model.ts";
import type { Standing } from "./choose-slot.ts";
import { keptFields } from "./kept-fields.ts";
import type { Move } from "./signature.model.ts";

type Deps = { database: Pick<Database, "signatures"> };

/** Whether a sheet's line put the signature on the roll, for the first time or again. */
export function wasAddedBy(
  standing: Pick<Standing, "sheet" | "line" | "moves">,
  sheet: Pick<Sheet, "_id">,
  index: number,
): boolean {
  if (standing.line === index && standing.sheet.equals(sheet._id)) return true;
  return (standing.moves ?? []).some(
    (move) => move.to === "counted" && move.line === index && move.sheet.equals(sheet._id),
  );
}

/** A line that counts a signature again, and the transaction in which it does so. */
type Return = { sheet: Sheet; line: Line; index: number; session: mongo.ClientSession };

/** Counts a withdrawn signature again, for a line that was stored after the withdrawal. */
export async function countAgain(
  deps: Deps,
  { _id }: Pick<Standing, "_id">,
  { sheet, line, index, session }: Return,
): Promise<void> {
  const { at, channel } = sheet;
  const { petition, country } = line;
  const move: Move = { sheet: sheet._id, line: index, to: "counted", at, petition, country, channel };
  const sealed = sheet.sealed?.[index];
  await deps.database.signatures.updateOne(
    { _id, state: "withdrawn" },
    {
      $set: { ...keptFields(line), channel, at, state: "counted", ...(sealed && { sealed }) },
      $push: { moves: move },
    },
    { session },
  );
}
