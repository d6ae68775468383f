import { personLength, signatureId } from "../petitions/person.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";
import type { Pending } from "../signing/confirmation/pending.model.ts";
import { findInMailboxes } from "../signing/roll/find-in-mailboxes.ts";
import type { Signature } from "../signing/roll/signature.model.ts";
import type { Deps } from "./deps.ts";

/** The signatures of a mailbox, by slot. */
export type Mailbox = readonly [Signature | undefined, Signature | undefined];

/**
 * More entries than these are not looked at together: some hundreds of letters are about as many, unless strangers
 * swamp a mailbox.
 */
const mostWaiting = 5_000;

type ReadDeps = Pick<Deps, "database" | "now">;

/**
 * Reads what waits for these people's confirmation, the oldest first, by person. What was confirmed, erased or expired
 * meanwhile is not among it, wherever that has got to: the sheet is what says so. The lines in `refs` are read in any
 * case.
 */
export async function readWaiting(
  deps: ReadDeps,
  persons: readonly Buffer[],
  refs: readonly LineRef[],
): Promise<Map<string, Pending[]>> {
  if (persons.length === 0) return new Map();
  const { pending, sheets } = deps.database;
  const inTime = { expiresAt: { $gt: deps.now() } };
  const found = await pending
    .find({ "entry.person": { $in: [...persons] }, ...inTime }, { limit: mostWaiting })
    .toArray();
  if (found.length === mostWaiting) {
    const known = new Set(found.map(({ _id }) => nameOf(_id)));
    const missing = refs.filter((ref) => !known.has(nameOf(ref))).map(({ sheet, line }) => ({ sheet, line }));
    found.push(...(await pending.find({ _id: { $in: missing }, ...inTime }).toArray()));
  }
  const ids = [...new Map(found.map(({ _id: { sheet } }) => [sheet.toHexString(), sheet])).values()];
  const read = await sheets.find({ _id: { $in: ids } }, { projection: { outcomes: 1 } }).toArray();
  const outcomes = new Map(read.map(({ _id, outcomes: some = [] }) => [_id.toHexString(), some]));
  const waiting = found
    .filter(({ _id: { sheet, line } }) => outcomes.get(sheet.toHexString())?.[line] === "waiting")
    .sort(
      (one, other) =>
        one.at.getTime() - other.at.getTime() || nameOf(one._id).localeCompare(nameOf(other._id)),
    );
  return Map.groupBy(waiting, ({ entry }) => personKey(entry.person));
}

/** Reads the signatures of these people's mailboxes, counted or withdrawn, by person. */
export async function readMailboxes(
  { database }: Pick<Deps, "database">,
  persons: readonly Buffer[],
): Promise<Map<string, Mailbox>> {
  const ids = persons.flatMap((person) => [signatureId(person, 0), signatureId(person, 1)]);
  const found = await database.signatures.find({ _id: { $in: ids } }).toArray();
  const byPerson = Map.groupBy(found, ({ _id }) => personKey(_id.subarray(0, -1)));
  const bySlot = (some: Signature[], slot: number) => some.find(({ _id }) => _id.at(-1) === slot);
  return new Map(Array.from(byPerson, ([key, some]) => [key, [bySlot(some, 0), bySlot(some, 1)]] as const));
}

/** Reads the signatures of these mailboxes that count, by mailbox. */
export async function readCounted(
  deps: Pick<Deps, "database">,
  mailboxes: readonly Buffer[],
): Promise<Map<string, Signature[]>> {
  if (mailboxes.length === 0) return new Map();
  const found = await findInMailboxes(deps, mailboxes, { state: "counted" });
  return Map.groupBy(found, ({ _id, mailbox }) => personKey(mailbox ?? _id.subarray(0, personLength)));
}

/** Of these people, those who were reminded since a moment. */
export async function readReminded(
  { database }: Pick<Deps, "database">,
  persons: readonly Buffer[],
  since: Date,
): Promise<Set<string>> {
  if (persons.length === 0) return new Set();
  const sent = { purpose: "remind", state: "sent", at: { $gt: since } } as const;
  const found = await database.letters
    .find({ person: { $in: [...persons] }, ...sent }, { projection: { person: 1 } })
    .toArray();
  return new Set(found.flatMap(({ person }) => (person ? [personKey(person)] : [])));
}

/** A person as the key of a map. */
export function personKey(person: Buffer): string {
  return person.toString("latin1");
}

function nameOf({ sheet, line }: LineRef): string {
  return `${sheet.toHexString()}-${line}`;
}
