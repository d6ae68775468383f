import type { mongo } from "mongoose";
import { signatureId } from "../../petitions/person.ts";
import { findDuplicates } from "../../platform/is-duplicate.ts";
import type { Database } from "../deps.ts";
import type { Line, Outcome, Sheet } from "../sheets/sheet.model.ts";
import { chooseSlot, type Household, type Standing, wasWithdrawnBefore } from "./choose-slot.ts";
import { countAgain, wasAddedBy } from "./count-again.ts";
import { insertWithoutOverlap } from "./insert-without-overlap.ts";
import { keptFields } from "./kept-fields.ts";
import type { Signature } from "./signature.model.ts";

type Deps = { database: Pick<Database, "signatures"> };

/** The result of a counting line, and the slot of the signature it is about. */
export type Placement = { outcome: Extract<Outcome, "counted" | "repeat">; slot: number };

/** A line about to be put on the roll. */
type Candidate = { line: Line; index: number; slot: number; id: Buffer; name: string };

/** One run over a sheet; `session` is set when it happens in a transaction. */
type Run = {
  deps: Deps;
  sheet: Sheet;
  session: mongo.ClientSession | undefined;
  placements: Placement[];
};

/**
 * Puts the counting lines of a sheet onto the roll and says what became of each. Running it again, alone or beside
 * another run, gives the same answer: a signature names the line that brought it, and keeps every later move.
 *
 * Where the answer depends on what else happens to the same mailbox (a signature that was taken back, a mailbox of
 * two), two runs at different times could decide differently: it must be decided in the transaction of `session`, which
 * writes the sheet's result too. Without one such a sheet gives undefined.
 */
export async function placeLines(
  deps: Deps,
  sheet: Sheet,
  session?: mongo.ClientSession,
): Promise<Placement[] | undefined> {
  const shared = sheet.lines.some((line) => line.nameKey);
  if (shared && !session) return undefined;
  const placements: Placement[] = sheet.lines.map(() => ({ outcome: "repeat", slot: 0 }));
  // Lines of one mailbox depend on each other if it may have two signatures: they are placed one after another.
  const rounds = shared ? splitByPerson(sheet.lines) : [sheet.lines.map((_, index) => index)];
  const run: Run = { deps, sheet, session, placements };
  for (const round of rounds) {
    if (!(await placeRound(run, round))) return undefined;
  }
  return placements;
}

/** False when a line needs a transaction and there is none. */
async function placeRound(run: Run, round: number[]): Promise<boolean> {
  const candidates = await choose(run, round);
  const insert = async (some: Candidate[]) => insertNew(run, await withoutKnown(run, some));
  // Inserts of a transaction are invisible until its end, so there is nothing to wait for.
  const inserted = run.session ? await insert(candidates) : await insertWithoutOverlap(candidates, insert);
  for (const { index } of inserted) at(run.placements, index).outcome = "counted";
  return settleKnown(run, without(candidates, inserted));
}

/** Folds repeats within the sheet, the first line of a signature standing for all, and sorts by key. */
async function choose(run: Run, round: number[]): Promise<Candidate[]> {
  const { sheet, placements } = run;
  const shared = sheet.lines.some((line) => line.nameKey);
  const households = shared ? await readHouseholds(run, round) : undefined;
  const first = new Map<string, Candidate>();
  for (const index of round) {
    const line = at(sheet.lines, index);
    const slot = households ? slotOf(sheet, index, households.get(text(line.person))) : 0;
    at(placements, index).slot = slot;
    const id = signatureId(line.person, slot);
    const name = text(id);
    if (!first.has(name)) first.set(name, { line, index, slot, id, name });
  }
  return [...first.values()].sort((one, other) => one.id.compare(other.id));
}

/** A line that an earlier run of this sheet placed keeps its slot, whatever has happened since. */
function slotOf(sheet: Sheet, index: number, household: Household = [undefined, undefined]): number {
  const placed = household.findIndex((standing) => standing && wasAddedBy(standing, sheet, index));
  return placed === -1 ? chooseSlot(at(sheet.lines, index), household, sheet.at) : placed;
}

async function withoutKnown({ deps, session }: Run, candidates: Candidate[]): Promise<Candidate[]> {
  if (candidates.length === 0) return [];
  const ids = candidates.map(({ id }) => id);
  const options = { ...(session && { session }), projection: { _id: 1 }, batchSize: 1_000 };
  const known = await deps.database.signatures.find({ _id: { $in: ids } }, options).toArray();
  if (known.length === 0) return candidates;
  const names = new Set(known.map(({ _id }) => text(_id)));
  return candidates.filter(({ name }) => !names.has(name));
}

/** Inserts what the look-up did not find; if another sheet was faster, the key decides. */
async function insertNew({ deps, sheet, session }: Run, unknown: Candidate[]): Promise<Candidate[]> {
  if (unknown.length === 0) return [];
  try {
    await deps.database.signatures.insertMany(
      unknown.map((candidate) => toSignature(sheet, candidate)),
      { ...(session && { session }), ordered: false },
    );
    return unknown;
  } catch (error) {
    const lost = session ? undefined : findDuplicates(error);
    if (!lost) throw error;
    return unknown.filter((_, index) => !lost.has(index));
  }
}

/**
 * Settles lines whose signature was already on the roll: put there by an earlier run, withdrawn since, or a repeat.
 */
async function settleKnown(run: Run, left: Candidate[]): Promise<boolean> {
  if (left.length === 0) return true;
  const { deps, sheet, session, placements } = run;
  const standings = await readStandings(
    run,
    left.map(({ id }) => id),
  );
  for (const { name, index, line } of left) {
    const standing = standings.get(name);
    if (!standing)
      throw new Error("A signature was there and is gone: nothing removes signatures from the roll.");
    if (wasAddedBy(standing, sheet, index)) at(placements, index).outcome = "counted";
    else if (wasWithdrawnBefore(standing, sheet.at)) {
      if (!session) return false;
      await countAgain(deps, standing, { sheet, line, index, session });
      at(placements, index).outcome = "counted";
    }
  }
  return true;
}

async function readHouseholds(run: Run, round: number[]): Promise<Map<string, Household>> {
  const persons = round.map((index) => at(run.sheet.lines, index).person);
  const standings = await readStandings(
    run,
    persons.flatMap((person) => [signatureId(person, 0), signatureId(person, 1)]),
  );
  return new Map(
    persons.map((person) => [
      text(person),
      [standings.get(text(signatureId(person, 0))), standings.get(text(signatureId(person, 1)))],
    ]),
  );
}

async function readStandings({ deps, session }: Run, ids: Buffer[]): Promise<Map<string, Standing>> {
  const projection = { sheet: 1, line: 1, state: 1, takenBackAt: 1, moves: 1, nameKey: 1, postcodeKey: 1 };
  const options = { ...(session && { session }), projection, batchSize: 1_000 };
  const found = await deps.database.signatures.find({ _id: { $in: ids } }, options).toArray();
  return new Map(found.map((standing) => [text(standing._id), standing]));
}

function toSignature(sheet: Sheet, { line, index, id }: Candidate): Signature {
  const signature: Signature = {
    _id: id,
    sheet: sheet._id,
    line: index,
    ...keptFields(line),
    channel: sheet.channel,
    at: sheet.at,
    state: "counted",
  };
  const sealed = sheet.sealed?.[index];
  if (sealed) signature.sealed = sealed;
  return signature;
}

/** Rounds in which every mailbox appears at most once. */
function splitByPerson(lines: Line[]): number[][] {
  const rounds: number[][] = [];
  const seen = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    const name = text(line.person);
    const turn = seen.get(name) ?? 0;
    seen.set(name, turn + 1);
    const round = rounds[turn] ?? [];
    rounds[turn] = round;
    round.push(index);
  }
  return rounds;
}

function without(candidates: Candidate[], others: Candidate[]): Candidate[] {
  const gone = new Set(others);
  return candidates.filter((candidate) => !gone.has(candidate));
}

function text(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("latin1");
}

function at<T>(list: readonly T[], index: number): T {
  const entry = list[index];
  if (entry === undefined) throw new RangeError(`No entry ${index} in a list of ${list.length}.`);
  return entry;
}
