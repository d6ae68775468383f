import { type Connection, type Model, Schema, Types } from "mongoose";
import { type Returned, returnedSchema } from "../outbox/returned.ts";
import { personLength } from "../petitions/person.ts";

/**
 * `queued`: to be sent; `claimed`: being sent by one worker; `sent`: accepted by a mail server; `failed`: never will
 * be; `suppressed`: the address is on the suppression list; `skipped`: no longer wanted when its turn came;
 * `uncertain`: it may or may not have gone out, and only a person can send it again.
 */
export const dispatchStates = [
  "queued",
  "claimed",
  "sent",
  "failed",
  "suppressed",
  "skipped",
  "uncertain",
] as const;

/** The state of a dispatch. */
export type DispatchState = (typeof dispatchStates)[number];

/** Final states other than the usual one, sent. */
export const otherEnds = ["failed", "suppressed", "skipped", "uncertain"] as const satisfies DispatchState[];

/**
 * The state, if it is one of those: only this is indexed, because an index on the state would slow down every mail.
 */
export function otherEnd(state: DispatchState): (typeof otherEnds)[number] | undefined {
  return otherEnds.find((end) => end === state);
}

/** One update for one supporter. The primary key enforces the rule: an update has one for each. */
export type Dispatch = {
  /** Update (12 bytes), then the supporter's key on the roll (21). */
  _id: Buffer;
  state: DispatchState;
  /** What `otherEnd` says of the state: it finds the few among millions that were sent. */
  end?: (typeof otherEnds)[number];
  /** Attempts that a mail server deferred. */
  attempts?: number;
  /** Not to be sent before this time. */
  dueAt?: Date;
  /** It waits for the morning where its reader is. */
  night?: true;
  /** Which worker's claim it is: only that claim may record the result. */
  claim?: Types.ObjectId;
  /** When it entered its current state, from `claimed` on. */
  at?: Date;
  /** Why it was deferred, failed or skipped; never an address. */
  reason?: string;
  /** What was returned about it after it was sent; its state stays. */
  returned?: Returned;
};

export type DispatchModel = Model<Dispatch>;

const dispatchSchema = new Schema<Dispatch>(
  {
    _id: { type: Buffer, required: true },
    state: { type: String, enum: [...dispatchStates], required: true },
    end: { type: String, enum: [...otherEnds] },
    attempts: Number,
    dueAt: Date,
    night: Boolean,
    claim: Schema.Types.ObjectId,
    at: Date,
    reason: String,
    returned: { type: returnedSchema },
  },
  { collection: "dispatches", strict: "throw", versionKey: false },
);

dispatchSchema.index(
  { end: 1, _id: 1 },
  { name: "other-ends", partialFilterExpression: { end: { $exists: true } } },
);

// Of a whole update only those that wait for the morning are in it.
dispatchSchema.index(
  { night: 1, _id: 1 },
  { name: "night", partialFilterExpression: { night: { $exists: true } } },
);

/** The dispatches of all updates; those of one update are adjacent, ordered by the supporters' keys. */
export function dispatchModel(connection: Connection): DispatchModel {
  return connection.model<Dispatch>("Dispatch", dispatchSchema);
}

const updateLength = 12;

/** The key of a dispatch. `supporter` is a signature's `_id`. */
export function dispatchId(update: Types.ObjectId, supporter: Uint8Array): Buffer {
  const id = Buffer.allocUnsafe(updateLength + supporter.length);
  id.set(update.id, 0);
  id.set(supporter, updateLength);
  return id;
}

/** The update that a dispatch belongs to, and the signature it goes to. */
export function readDispatchId(id: Buffer): { update: Types.ObjectId; supporter: Buffer } {
  return { update: new Types.ObjectId(id.subarray(0, updateLength)), supporter: id.subarray(updateLength) };
}

/** The keys of an update's dispatches: from the first, up to but not including the second. */
export function dispatchRange(update: Types.ObjectId): { from: Buffer; to: Buffer } {
  // MongoDB orders bytes by length first: a bound must be as long as a key.
  const from = dispatchId(update, Buffer.alloc(personLength + 1));
  const to = Buffer.from(from);
  for (let index = updateLength - 1; index >= 0; index -= 1) {
    const byte = to.readUInt8(index);
    to.writeUInt8((byte + 1) % 256, index);
    if (byte < 255) break;
  }
  return { from, to };
}
