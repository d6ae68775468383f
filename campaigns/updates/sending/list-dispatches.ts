import type { mongo } from "mongoose";
import type { Account } from "../../access/account.ts";
import { personLength } from "../../petitions/person.ts";
import { type PersonalFields, unseal } from "../../platform/sealing/seal.ts";
import type { Deps } from "../deps.ts";
import {
  type Dispatch,
  type DispatchState,
  dispatchId,
  dispatchRange,
  otherEnd,
  readDispatchId,
} from "../dispatch.model.ts";
import { findUpdate } from "../find-update.ts";
import type { Update } from "../update.model.ts";
import { maskAddress } from "./mask-address.ts";

/** One mail of an update in a list: its masked recipient, what became of it, and when. */
export type ListedDispatch = {
  /** Undefined when nothing personal is left of its reader. */
  to: string | undefined;
  state: DispatchState;
  reason: string | undefined;
  at: Date | undefined;
};

/** Where a page of a list starts: after which supporter, and how many were listed before. */
export type ListCursor = { after: string; seen: number };

/** A page of a list, and where the next one starts; an empty page can have a next one. */
export type DispatchPage = { dispatches: ListedDispatch[]; next: ListCursor | undefined };

const perPage = 50;
/** Dispatches examined for one page, where no index selects those in the list. */
const mostLooked = 5_000;
const wherePattern = /^[0-9a-f]{42}$/;

type Reading = Pick<Deps, "database" | "keys">;
type Listing = {
  states: readonly DispatchState[];
  /** Only those that wait for the morning, or only the others. */
  night?: boolean | undefined;
  cursor?: ListCursor | undefined;
};

/**
 * Lists an update's dispatches in some states, in key order, which reveals nothing about when somebody signed. A
 * page takes a bounded time however large the update is. `cursor` is the `next` of the previous page.
 * @throws DomainError `not-found`.
 */
export async function listDispatches(
  deps: Reading,
  account: Account,
  id: string,
  listing: Listing,
): Promise<DispatchPage> {
  const { cursor } = listing;
  const update = await findUpdate(deps, account, id);
  const { found, end } = await readPart(deps.database, update, listing);
  const shown = found.slice(0, perPage);
  const addresses = await openAddresses(deps, shown);
  const last = found.length > perPage ? shown.at(-1)?._id : end;
  return {
    dispatches: shown.map(({ _id, state, reason, at }) => ({
      to: addresses.get(supporterOf(_id)),
      ...{ state, reason, at },
    })),
    next: last && { after: supporterOf(last), seen: (cursor?.seen ?? 0) + shown.length },
  };
}

/** The dispatches of a page plus one more, if there is one; otherwise `end`, up to where they were examined. */
async function readPart(
  database: Deps["database"],
  { _id: update, counts }: Update,
  { states, night, cursor }: Listing,
): Promise<{ found: Dispatch[]; end?: Buffer | undefined }> {
  const { from, to } = dispatchRange(update);
  const start =
    cursor && wherePattern.test(cursor.after)
      ? dispatchId(update, Buffer.from(cursor.after, "hex"))
      : undefined;
  const keys = { ...(start ? { $gt: start } : { $gte: from }), $lt: to };
  const read = (filter: mongo.Filter<Dispatch>, limit: number, hint: string) =>
    database.dispatches.find(filter).sort({ _id: 1 }).limit(limit).hint(hint).toArray();
  if (night) return { found: await read({ _id: keys, night: true }, perPage + 1, "night") };
  const ends = states.flatMap((state) => otherEnd(state) ?? []);
  if (ends.length === states.length)
    return { found: await read({ _id: keys, end: { $in: ends } }, perPage + 1, "other-ends") };
  // What was sent stays sent: once as many as counted have been listed, nothing further is examined.
  const isSent = states.every((state) => state === "sent");
  const left = isSent ? counts.sent - (cursor?.seen ?? 0) : Number.POSITIVE_INFINITY;
  if (left <= 0) return { found: [] };
  const end = await findEnd(database, keys);
  const byDay = night === false && { night: { $exists: false } };
  const filter = { _id: { ...keys, ...(end && { $lte: end }) }, state: { $in: [...states] }, ...byDay };
  const found = await read(filter, Math.min(perPage + 1, left), "_id_");
  return { found, end: found.length < left ? end : undefined };
}

/** The last dispatch examined for a page; undefined when there are no more after it. */
async function findEnd({ dispatches }: Deps["database"], keys: { $lt: Buffer }): Promise<Buffer | undefined> {
  const [end, after] = await dispatches
    .find({ _id: keys }, { projection: { _id: 1 }, sort: { _id: 1 }, hint: "_id_" })
    .skip(mostLooked - 1)
    .limit(2)
    .toArray();
  return after && end?._id;
}

function supporterOf(id: Buffer): string {
  return readDispatchId(id).supporter.toString("hex");
}

/** The masked addresses by supporter; those whose signature was withdrawn are missing. */
async function openAddresses(
  { database, keys }: Reading,
  dispatches: readonly Dispatch[],
): Promise<Map<string, string>> {
  const supporters = dispatches.map(({ _id }) => readDispatchId(_id).supporter);
  const onRoll = await database.signatures
    .find({ _id: { $in: supporters } }, { projection: { sealed: 1 } })
    .toArray();
  const bySupporter = new Map(onRoll.map(({ _id, sealed }) => [_id.toString("hex"), sealed]));
  return new Map(
    dispatches.flatMap(({ _id }) => {
      const { supporter } = readDispatchId(_id);
      const key = supporter.toString("hex");
      const sealed = bySupporter.get(key);
      if (!sealed) return [];
      const fields: PersonalFields = unseal(keys, supporter.subarray(0, personLength), sealed);
      return [[key, maskAddress(fields.email)]];
    }),
  );
}
