import type { Line } from "../sheets/sheet.model.ts";
import type { Signature } from "./signature.model.ts";

/** What is known of a signature when a line of the same mailbox comes. */
export type Standing = Pick<
  Signature,
  "_id" | "sheet" | "line" | "state" | "at" | "moves" | "nameKey" | "postcodeKey"
>;

/** The signatures of one mailbox, by slot. */
export type Household = readonly [Standing | undefined, Standing | undefined];

/**
 * Decides which signature of a mailbox a line is about. Without blind keys there is one, slot 0. With them a second
 * person (another name, the same postcode) takes the free slot; a third is a repeat of the first.
 */
export function chooseSlot(line: Pick<Line, "nameKey" | "postcodeKey">, household: Household): number {
  const { nameKey, postcodeKey } = line;
  if (!nameKey || !postcodeKey) return 0;
  const counted = household.map((standing) => (standing?.state === "counted" ? standing : undefined));
  const same = counted.findIndex((standing) => standing?.nameKey?.equals(nameKey));
  if (same !== -1) return same;
  const [first, second] = counted;
  if (first && second) return 0;
  const other = first ?? second;
  if (!other) return 0;
  const free = first ? 1 : 0;
  return other.postcodeKey?.equals(postcodeKey) ? free : 1 - free;
}
