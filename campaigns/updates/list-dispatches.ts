import type { mongo } from "mongoose";
import type { Account } from "../accounts/account.ts";
import type { Deps } from "../deps.ts";
import { personLength } from "../roll/person.ts";
import { type PersonalFields, unseal } from "../sealing/seal.ts";
import {
  type Dispatch,
  type DispatchState,
  dispatchId,
  dispatchRange,
  readDispatchId,
} from "./dispatch.model.ts";
import { findUpdate } from "./find-update.ts";
import { maskAddress } from "./mask-address.ts";

/** One mail of an update in a list: to whom, masked; what became of it, and when. */
export type ListedDispatch = {
  /** Undefined when nothing personal is left of its reader. */
  to: string | undefined;
  state: DispatchState;
  reason: string | undefined;
  at: Date | undefined;
};

/** A part of a list, and the place where the next part begins. */
export type DispatchPage = { dispatches: ListedDispatch[]; next: string | undefined };

const perPage = 50;
const wherePattern = /^[0-9a-f]{42}$/;

type Reading = Pick<Deps, "database" | "keys">;

/**
 * Lists an update's dispatches in some states, in the order of their keys, which says nothing of when somebody signed.
 * @param after where the part before ended, as `next` gave it
 * @throws DomainError `not-found`.
 */
export async function listDispatches(
  deps: Reading,
  account: Account,
  id: string,
  { states, after }: { states: readonly DispatchState[]; after?: string | undefined },
): Promise<DispatchPage> {
  const { _id: update } = await findUpdate(deps, account, id);
  const { from, to } = dispatchRange(update);
  const start = after && wherePattern.test(after) ? dispatchId(update, Buffer.from(after, "hex")) : undefined;
  const filter: mongo.Filter<Dispatch> = {
    _id: { ...(start ? { $gt: start } : { $gte: from }), $lt: to },
    state: { $in: [...states] },
  };
  const found = await deps.database.dispatches
    .find(filter)
    .sort({ _id: 1 })
    .limit(perPage + 1)
    .toArray();
  const shown = found.slice(0, perPage);
  const addresses = await openAddresses(deps, shown);
  const last = found.length > perPage ? shown.at(-1) : undefined;
  return {
    dispatches: shown.map(({ _id, state, reason, at }) => ({
      to: addresses.get(supporterOf(_id)),
      ...{ state, reason, at },
    })),
    next: last && supporterOf(last._id),
  };
}

function supporterOf(id: Buffer): string {
  return readDispatchId(id).supporter.toString("hex");
}

/** The masked addresses by supporter; those whose signature was withdrawn or expired are gone. */
async function openAddresses(
  { database, keys }: Reading,
  dispatches: readonly Dispatch[],
): Promise<Map<string, string>> {
  const supporters = dispatches.map(({ _id }) => readDispatchId(_id).supporter);
  const places = dispatches.flatMap(({ pending }) => (pending ? [pending] : []));
  const onRoll = await database.signatures
    .find({ _id: { $in: supporters } }, { projection: { sealed: 1 } })
    .toArray();
  const waiting =
    places.length === 0
      ? []
      : await database.pending.find({ _id: { $in: places } }, { projection: { sealed: 1 } }).toArray();
  const byPlace = new Map(waiting.map(({ _id, sealed }) => [`${_id.sheet}/${_id.line}`, sealed]));
  const bySupporter = new Map(onRoll.map(({ _id, sealed }) => [_id.toString("hex"), sealed]));
  return new Map(
    dispatches.flatMap(({ _id, pending }) => {
      const { supporter } = readDispatchId(_id);
      const key = supporter.toString("hex");
      const sealed = pending ? byPlace.get(`${pending.sheet}/${pending.line}`) : bySupporter.get(key);
      if (!sealed) return [];
      const fields: PersonalFields = unseal(keys, supporter.subarray(0, personLength), sealed);
      return [[key, maskAddress(fields.email)]];
    }),
  );
}
