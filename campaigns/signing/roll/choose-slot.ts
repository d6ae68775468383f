import type { Line } from "../sheets/sheet.model.ts";
import type { Signature } from "./signature.model.ts";

/** What is known about a signature when a line from the same mailbox arrives. */
export type Standing = Pick<
  Signature,
  "_id" | "sheet" | "line" | "state" | "takenBackAt" | "moves" | "nameKey" | "postcodeKey"
>;

/** The signatures of one mailbox, by slot. */
export type Household = readonly [Standing | undefined, Standing | undefined];

/** Whether a signature was withdrawn before a moment; a line stored earlier can't count it again. */
export function wasWithdrawnBefore(
  { state, takenBackAt }: Pick<Standing, "state" | "takenBackAt">,
  at: Date,
): boolean {
  return state === "withdrawn" && (takenBackAt === undefined || takenBackAt < at);
}

/**
 * Decides which of a mailbox's signatures a line is about. Without blind keys there is only one, slot 0. With them,
 * a second person (another name, the same postcode) takes the slot that was free when the line was stored, `at`; a
 * third is a repeat of the first.
 */
export function chooseSlot(
  { nameKey, postcodeKey }: Pick<Line, "nameKey" | "postcodeKey">,
  household: Household,
  at: Date,
): number {
  if (!nameKey || !postcodeKey) return 0;
  const same = household.findIndex((standing) => standing?.nameKey?.equals(nameKey));
  if (same !== -1) return same;
  const [first, second] = household.map((standing) =>
    standing && !wasWithdrawnBefore(standing, at) ? standing : undefined,
  );
  if (first && second) return 0;
  const other = first ?? second;
  if (!other) return 0;
  const free = first ? 1 : 0;
  return other.postcodeKey?.equals(postcodeKey) ? free : 1 - free;
}
