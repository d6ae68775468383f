import type { Database } from "../database.ts";
import type { Outcome, Sheet, SheetCount } from "../sheets/sheet.model.ts";
import { signatureId } from "./person.ts";
import type { Move, Signature } from "./signature.model.ts";

type Deps = { database: Pick<Database, "signatures"> };

/** What became of a withdrawing line, and what it takes from the tallies. */
export type Withdrawal = { outcome: Extract<Outcome, "withdrawn" | "void">; count?: SheetCount };

const mostTries = 20;

/**
 * Takes the signatures that a withdrawing sheet names off the count: each keeps a move with the reason and loses its
 * personal fields. Running it again gives the same answer.
 */
export async function takeBack(deps: Deps, sheet: Sheet): Promise<Withdrawal[]> {
  const withdrawals: Withdrawal[] = [];
  for (const place of sheet.lines.keys()) {
    const move = await takeOneBack(deps, sheet, place);
    withdrawals.push(move ? { outcome: "withdrawn", count: toCount(move) } : { outcome: "void" });
  }
  return withdrawals;
}

async function takeOneBack(deps: Deps, sheet: Sheet, place: number): Promise<Move | undefined> {
  const line = sheet.lines[place];
  if (!line) return undefined;
  const id = signatureId(line.person, line.slot ?? 0);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const signature = await deps.database.signatures.findOne({ _id: id });
    if (!signature) return undefined;
    const done = signature.moves?.find((move) => move.sheet.equals(sheet._id) && move.line === place);
    if (done || signature.state === "withdrawn") return done;
    const move = makeMove(sheet, place, signature);
    const { petition, country, channel } = signature;
    const result = await deps.database.signatures.updateOne(
      { _id: id, state: "counted", petition, country, channel, at: signature.at },
      {
        $set: { state: "withdrawn" },
        $unset: { sealed: "", nameKey: "", postcodeKey: "", updates: "", showName: "" },
        $push: { moves: move },
      },
    );
    if (result.modifiedCount === 1) return move;
  }
  throw new Error(
    "A signature changed twenty times while it was being withdrawn: the sheet is tried again later.",
  );
}

function makeMove(sheet: Sheet, place: number, signature: Signature): Move {
  const { petition, country, channel } = signature;
  const reason = sheet.lines[place]?.reason ?? "withdrawn";
  return { sheet: sheet._id, line: place, to: "withdrawn", at: sheet.at, petition, country, channel, reason };
}

function toCount({ petition, country, channel }: Move): SheetCount {
  return { petition, country, channel, count: -1 };
}
