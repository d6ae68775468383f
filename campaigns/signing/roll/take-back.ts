import { type mongo, Types } from "mongoose";
import { signatureId } from "../../petitions/person.ts";
import type { Database } from "../deps.ts";
import type { DeltaScope } from "../sheets/count-deltas.ts";
import type { Line, Outcome, Sheet, SheetCount } from "../sheets/sheet.model.ts";
import type { Move, Signature } from "./signature.model.ts";

type Deps = { database: Pick<Database, "signatures" | "sheets"> };

/** The result of a withdrawing line, what it subtracts from the tallies, and what the signature was. */
export type Withdrawal = {
  outcome: Extract<Outcome, "withdrawn" | "void">;
  count?: SheetCount;
  from?: DeltaScope;
};

/**
 * Removes the signatures that a withdrawing sheet names from the count: each keeps a move with the reason and loses
 * its personal fields. If somebody has signed again since, on a sheet that may have been processed first, her
 * signature stays. This happens in the transaction that writes the sheet's result, all or nothing.
 */
export async function takeBack(
  deps: Deps,
  sheet: Sheet,
  session: mongo.ClientSession,
): Promise<Withdrawal[]> {
  const later = await findLaterLines(deps, sheet, session);
  const withdrawals: Withdrawal[] = [];
  for (const [index, line] of sheet.lines.entries()) {
    const _id = signatureId(line.person, line.slot ?? 0);
    const signature = await deps.database.signatures.findOne({ _id }, { session });
    const stays = !signature || later.some((other) => isSame(other, signature));
    const move = stays ? undefined : await takeOneBack(deps, signature, { sheet, index, session });
    const taken = move && signature;
    withdrawals.push(
      taken ? { outcome: "withdrawn", count: toCount(move), from: signature } : { outcome: "void" },
    );
  }
  return withdrawals;
}

/** Lines of the same mailboxes stored after the withdrawals: few sheets are that young. */
async function findLaterLines(deps: Deps, sheet: Sheet, session: mongo.ClientSession): Promise<Line[]> {
  const from = Types.ObjectId.createFromTime(Math.floor(sheet._id.getTimestamp().getTime() / 1_000));
  const persons = sheet.lines.map(({ person }) => person);
  const sheets = await deps.database.sheets
    .find(
      {
        _id: { $gte: from },
        at: { $gt: sheet.at },
        campaign: sheet.campaign,
        kind: "counting",
        "lines.person": { $in: persons },
      },
      { session, projection: { lines: 1 } },
    )
    .toArray();
  return sheets.flatMap(({ lines }) => lines);
}

/** In a mailbox of two, the name tells whose line it is. */
function isSame(line: Line, { _id, nameKey }: Signature): boolean {
  if (!line.person.equals(_id.subarray(0, line.person.length))) return false;
  return !nameKey || !line.nameKey || line.nameKey.equals(nameKey);
}

type TakenLine = { sheet: Sheet; index: number; session: mongo.ClientSession };

async function takeOneBack(
  deps: Deps,
  signature: Signature,
  { sheet, index, session }: TakenLine,
): Promise<Move | undefined> {
  const { _id, state } = signature;
  // Recorded also for a signature that is already off the count: older lines must not bring it back.
  const note = { $max: { takenBackAt: sheet.at } };
  if (state === "withdrawn") {
    await deps.database.signatures.updateOne({ _id }, note, { session });
    return undefined;
  }
  const move = makeMove(sheet, index, signature);
  await deps.database.signatures.updateOne(
    { _id },
    {
      ...note,
      $set: { state: "withdrawn" },
      $unset: { sealed: "", updates: "", secretariat: "", unnamed: "" },
      $push: { moves: move },
    },
    { session },
  );
  return move;
}

function makeMove(sheet: Sheet, index: number, signature: Signature): Move {
  const { petition, country, channel } = signature;
  const reason = sheet.lines[index]?.reason ?? "withdrawn";
  return { sheet: sheet._id, line: index, to: "withdrawn", at: sheet.at, petition, country, channel, reason };
}

function toCount({ petition, country, channel }: Move): SheetCount {
  return { petition, country, channel, count: -1 };
}
