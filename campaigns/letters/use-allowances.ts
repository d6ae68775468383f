import { createHmac } from "node:crypto";
import type { mongo } from "mongoose";
import { readDatabaseTime } from "../platform/database-clock.ts";
import { fromNow } from "../platform/database-time.ts";
import { day, hour, minute } from "../platform/durations.ts";
import { findDuplicates } from "../platform/is-duplicate.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import type { Deps } from "./deps.ts";
import type { AllowanceKind, MailboxAllowance } from "./mailbox.model.ts";

/** How many letters within how long, and how long after the one before, in milliseconds. */
type Allowance = { most: number; within: number; apart: number };

/**
 * The first letter always goes at once. All of it is by time and by the mailbox's key, in all campaigns together:
 * however many entries strangers make, nobody's letter is lost, it goes when the time has come.
 */
const allowances: Readonly<Record<AllowanceKind, Allowance>> = {
  entries: { most: 3, within: day, apart: hour },
  links: { most: 3, within: day, apart: 10 * minute },
  invitation: { most: 3, within: hour, apart: 0 },
  reset: { most: 3, within: hour, apart: 0 },
  address: { most: 3, within: hour, apart: 0 },
  "address-notice": { most: 3, within: hour, apart: 0 },
};

/** A letter that asks whether its mailbox may have it now. */
export type Wish = { mailbox: Buffer; kind: AllowanceKind; letter: string };

/**
 * Uses the allowances of mailboxes, by MongoDB's clock: of two workers that ask at once for one mailbox one gets it.
 * Gives for each wish, in their order, undefined when it may go now, else when. A letter that may go may be tried
 * again.
 */
export async function useAllowances(
  { database, keys }: Pick<Deps, "database" | "keys">,
  wishes: readonly Wish[],
): Promise<(Date | undefined)[]> {
  if (wishes.length === 0) return [];
  const asked = wishes.map(({ mailbox, kind, letter }): Asked => {
    return { _id: { mailbox, kind }, name: nameOf({ mailbox, kind }), key: letterKey(keys, letter) };
  });
  const known = new Set((await read(database, asked)).keys());
  const [first, later] = split(asked, known);
  const taken = await insertFirst(database, first);
  const others = [...later, ...first.filter((one) => !taken.has(one))];
  if (others.length === 0) return asked.map(() => undefined);
  await database.mailboxes.bulkWrite(
    others.map(({ _id, key }) => ({
      updateOne: { filter: { _id }, update: useOnce(_id.kind, key), upsert: true },
    })),
    { ordered: false },
  );
  const byName = await read(database, others);
  return asked.map((one) => {
    if (taken.has(one)) return undefined;
    const { letters } = byName.get(one.name) ?? { letters: [] };
    if (letters.some(({ letter }) => letter.equals(one.key))) return undefined;
    return nextTime(allowances[one._id.kind], letters);
  });
}

type Asked = { _id: MailboxAllowance["_id"]; name: string; key: Buffer };

async function read(
  { mailboxes }: Pick<Deps["database"], "mailboxes">,
  asked: readonly Asked[],
): Promise<Map<string, MailboxAllowance>> {
  if (asked.length === 0) return new Map();
  const found = await mailboxes.find({ _id: { $in: asked.map(({ _id }) => _id) } }).toArray();
  return new Map(found.map((allowance) => [nameOf(allowance._id), allowance]));
}

/** The first wish of each mailbox that is not known, and all other wishes. */
function split(asked: readonly Asked[], known: Set<string>): [Asked[], Asked[]] {
  const first: Asked[] = [];
  const later: Asked[] = [];
  for (const one of asked) {
    (known.has(one.name) ? later : first).push(one);
    known.add(one.name);
  }
  return [first, later];
}

/**
 * Lets a mailbox have its first letter: most have none before, and a plain insert costs a fraction of a
 * conditional update. Gives the wishes that were granted: a mailbox that another worker was faster with keeps
 * what that one wrote.
 */
async function insertFirst(
  { connection, mailboxes }: Pick<Deps["database"], "connection" | "mailboxes">,
  asked: readonly Asked[],
): Promise<Set<Asked>> {
  if (asked.length === 0) return new Set();
  const at = await readDatabaseTime(connection);
  const sorted = asked.toSorted((one, other) => one._id.mailbox.compare(other._id.mailbox));
  const lost = await mailboxes
    .insertMany(
      sorted.map(({ _id, key }) => ({ _id, letters: [{ letter: key, at }], usedAt: at })),
      { ordered: false },
    )
    .then(
      () => new Set<number>(),
      (error: unknown) => {
        const duplicates = findDuplicates(error);
        if (!duplicates) throw error;
        return duplicates;
      },
    );
  return new Set(sorted.filter((_, index) => !lost.has(index)));
}

/** When the next letter may go. */
function nextTime({ most, within, apart }: Allowance, letters: MailboxAllowance["letters"]): Date {
  const times = letters.map(({ at }) => at.getTime()).sort((one, other) => one - other);
  const afterLast = (times.at(-1) ?? 0) + apart;
  const afterMany = times.length >= most ? (times.at(-most) ?? 0) + within : 0;
  return new Date(Math.max(afterLast, afterMany));
}

/** Lets one letter more into an allowance if it is there or may be. */
function useOnce(kind: AllowanceKind, letter: Buffer): mongo.Document[] {
  const { most, within, apart } = allowances[kind];
  const lately = {
    $filter: {
      input: { $ifNull: ["$letters", []] },
      cond: { $gt: ["$$this.at", fromNow(-within)] },
    },
  };
  const mayGo = {
    $and: [
      { $not: [{ $in: [letter, "$letters.letter"] }] },
      { $lt: [{ $size: "$letters" }, most] },
      { $lte: [{ $ifNull: [{ $max: "$letters.at" }, fromNow(-apart)] }, fromNow(-apart)] },
    ],
  };
  const more = { $concatArrays: ["$letters", [{ letter, at: "$$NOW" }]] };
  return [
    { $set: { letters: lately } },
    { $set: { letters: { $cond: [mayGo, more, "$letters"] } } },
    { $set: { usedAt: { $ifNull: [{ $max: "$letters.at" }, "$$NOW"] } } },
  ];
}

const keyLength = 8;

/** Says which letter it was without linking the mailbox to a campaign. */
function letterKey(keys: Keys, letter: string): Buffer {
  return createHmac("sha256", keys.blind("letters of a mailbox"))
    .update(letter)
    .digest()
    .subarray(0, keyLength);
}

function nameOf({ mailbox, kind }: MailboxAllowance["_id"]): string {
  return `${kind} ${mailbox.toString("latin1")}`;
}
