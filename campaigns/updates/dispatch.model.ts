import { type Connection, type Model, Schema, Types } from "mongoose";
import { type Returned, returnedSchema } from "../mail/returned.ts";
import { personLength } from "../petitions/person.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";

/**
 * `queued`: to be sent; `claimed`: being sent by one worker; `sent`: a mail server took it; `failed`: it never will;
 * `suppressed`: the address is on the suppression list; `skipped`: not wanted any more when its turn came; `uncertain`:
 * it may or may not have gone out, and only a person's act sends it again.
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

/** Where a dispatch stands. */
export type DispatchState = (typeof dispatchStates)[number];

/** Ends other than that of most, who were sent their mail. */
export const otherEnds = ["failed", "suppressed", "skipped", "uncertain"] as const satisfies DispatchState[];

/** The state, where it is one of those: only that stands in an index, for one on the state would slow every mail down. */
export function otherEnd(state: DispatchState): (typeof otherEnds)[number] | undefined {
  return otherEnds.find((end) => end === state);
}

/** One update on its way to one supporter. The primary key is the rule: an update has one for each. */
export type Dispatch = {
  /** Update (12 bytes), then the supporter's key on the roll (21). */
  _id: Buffer;
  state: DispatchState;
  /** What `otherEnd` says of the state: by it the few are found among millions that went out. */
  end?: (typeof otherEnds)[number];
  /** The line that waits for its confirmation, when that is whom the update is for. */
  pending?: LineRef;
  /** The range it is sent in, where ranges lie across each other: entries that wait come in another order. */
  range?: number;
  /** Tries that a mail server put off. */
  attempts?: number;
  /** Not before. */
  dueAt?: Date;
  /** Which worker's claim it is: only that one may say what became of it. */
  claim?: Types.ObjectId;
  /** When it came to the state it is in, from `claimed` on. */
  at?: Date;
  /** Why it was put off, failed or skipped; never an address. */
  reason?: string;
  /** What came back of it after it was sent; its state stays. */
  returned?: Returned;
};

export type DispatchModel = Model<Dispatch>;

const dispatchSchema = new Schema<Dispatch>(
  {
    _id: { type: Buffer, required: true },
    state: { type: String, enum: [...dispatchStates], required: true },
    end: { type: String, enum: [...otherEnds] },
    pending: { type: new Schema({ sheet: Schema.Types.ObjectId, line: Number }, { _id: false }) },
    range: Number,
    attempts: Number,
    dueAt: Date,
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

/** The dispatches of all updates; an update's lie together, in the order of the supporters' keys. */
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
  // MongoDB orders bytes by their length first: an edge must be as long as a key.
  const from = dispatchId(update, Buffer.alloc(personLength + 1));
  const to = Buffer.from(from);
  for (let index = updateLength - 1; index >= 0; index -= 1) {
    const byte = to.readUInt8(index);
    to.writeUInt8((byte + 1) % 256, index);
    if (byte < 255) break;
  }
  return { from, to };
}
