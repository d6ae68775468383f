import { signatureId } from "../../petitions/person.ts";
import type { Database } from "../deps.ts";
import type { Line } from "../sheets/sheet.model.ts";
import { chooseSlot, type Household } from "./choose-slot.ts";
import type { Signature } from "./signature.model.ts";

/** The signature a line is about, and its slot. */
export type FoundSignature = { slot: number; signature: Signature };

/**
 * Finds the signature a line is about, counted or withdrawn; null when it is not on the roll. In a mailbox of two,
 * the name on the line decides; `storedAt` is when the line was stored.
 */
export async function findSignature(
  deps: { database: Pick<Database, "signatures"> },
  line: Pick<Line, "person" | "nameKey" | "postcodeKey">,
  storedAt: Date,
): Promise<FoundSignature | null> {
  return pickSignature(line, await readMailbox(deps, line.person), storedAt);
}

/** The same among the signatures of her mailbox, by slot. */
export function pickSignature(
  line: Pick<Line, "nameKey" | "postcodeKey">,
  [first, second]: readonly [Signature | undefined, Signature | undefined],
  storedAt: Date,
): FoundSignature | null {
  const household: Household = [first, second];
  const slot = chooseSlot(line, household, storedAt);
  const signature = household[slot] === second && slot === 1 ? second : first;
  return signature ? { slot, signature } : null;
}

/** All signatures of a mailbox, by slot. */
export async function readMailbox(
  deps: { database: Pick<Database, "signatures"> },
  person: Buffer,
): Promise<[Signature | undefined, Signature | undefined]> {
  const ids = [signatureId(person, 0), signatureId(person, 1)];
  const found = await deps.database.signatures.find({ _id: { $in: ids } }).toArray();
  const bySlot = (slot: number) => found.find(({ _id }) => _id.at(-1) === slot);
  return [bySlot(0), bySlot(1)];
}
