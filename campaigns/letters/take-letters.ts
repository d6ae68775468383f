import type { LetterEntry } from "../outbox/letter.model.ts";
import { type Claim, heldBy, takeLeases, unleased } from "../platform/lease.ts";
import type { Deps } from "./deps.ts";

/** Letters that a process has taken; `more` says that others are due which somebody else was faster to take. */
export type Taken = { entries: LetterEntry[]; more: boolean };

/**
 * Takes letters that are due and that nobody is sending, those first that wait longest, in one journaled write. What a
 * killed process had taken is free again when its lease ends.
 */
export async function takeLetters(
  { database: { letters } }: Pick<Deps, "database">,
  claim: Claim,
  most: number,
): Promise<Taken> {
  const due = await letters
    .find({ state: "due", ...unleased }, { sort: { dueAt: 1 }, limit: most })
    .toArray();
  if (due.length === 0) return { entries: [], more: false };
  const ids = due.map(({ _id }) => _id);
  const taken = await takeLeases(letters, { _id: { $in: ids }, state: "due" }, claim);
  // Usually nobody else was after them, and they are as they were read.
  if (taken === due.length) return { entries: due, more: false };
  const entries = await letters.find({ _id: { $in: ids }, state: "due", ...heldBy(claim) }).toArray();
  return { entries, more: entries.length === 0 };
}
