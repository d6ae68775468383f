import { type Connection, type Model, Schema, type Types } from "mongoose";
import { type Leased, leaseSchema } from "../platform/lease.ts";

/** A part of an update's dispatches that one worker sends at a time: the subject of a job in queue `updates`. */
export type DispatchRange = Leased & {
  _id: { update: Types.ObjectId; number: number };
  /** Keys of its first and last dispatch, both inclusive. */
  first: Buffer;
  last: Buffer;
  /** `done`: none of its dispatches is left to send. */
  state: "open" | "done";
  /** When there is next something to do. */
  dueAt: Date;
};

export type DispatchRangeModel = Model<DispatchRange>;

const rangeSchema = new Schema<DispatchRange>(
  {
    _id: {
      type: new Schema({ update: Schema.Types.ObjectId, number: Number }, { _id: false }),
      required: true,
    },
    first: { type: Buffer, required: true },
    last: { type: Buffer, required: true },
    state: { type: String, enum: ["open", "done"], required: true },
    dueAt: { type: Date, required: true },
    // The worker that sends it. Once another takes it over, what that one had claimed is uncertain.
    lease: leaseSchema,
  },
  { collection: "dispatchranges", strict: "throw", versionKey: false },
);

rangeSchema.index(
  { "_id.update": 1, dueAt: 1 },
  { name: "open", partialFilterExpression: { state: "open" } },
);

/** The ranges of all updates. */
export function dispatchRangeModel(connection: Connection): DispatchRangeModel {
  return connection.model<DispatchRange>("DispatchRange", rangeSchema);
}
