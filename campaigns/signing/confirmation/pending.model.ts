import { type Connection, type Model, Schema, type Types } from "mongoose";
import { type Returned, returnedSchema } from "../../outbox/returned.ts";
import type { Line } from "../sheets/sheet.model.ts";

/** A signature that waits for its confirmation; the sweep removes it when it expires. */
export type Pending = {
  _id: { sheet: Types.ObjectId; line: number };
  campaign: number;
  entry: Line;
  sealed: Buffer;
  at: Date;
  expiresAt: Date;
  /** When a reminder may be due; gone once that was decided. */
  remindAt?: Date;
  /** What came back of the letters that ask for the confirmation. */
  returned?: Returned;
};

export type PendingModel = Model<Pending>;

const pendingSchema = new Schema(
  {
    _id: { type: new Schema({ sheet: Schema.Types.ObjectId, line: Number }, { _id: false }), required: true },
    campaign: { type: Number, required: true },
    entry: { type: Schema.Types.Mixed, required: true },
    sealed: { type: Buffer, required: true },
    at: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    remindAt: Date,
    returned: { type: returnedSchema },
  },
  { collection: "pending", strict: "throw", versionKey: false },
);

// All that waits in one mailbox for one campaign, newest first: a person names both.
pendingSchema.index({ "entry.person": 1, at: -1 }, { name: "person" });
pendingSchema.index({ expiresAt: 1 }, { name: "expiring" });
pendingSchema.index(
  { remindAt: 1 },
  { name: "reminders", partialFilterExpression: { remindAt: { $exists: true } } },
);
// Few letters come back: those that wait in vain are counted without a look at the others.
pendingSchema.index(
  { campaign: 1, "entry.petition": 1 },
  { name: "returned", partialFilterExpression: { returned: { $exists: true } } },
);

/** The signatures that wait for a confirmation. */
export function pendingModel(connection: Connection): PendingModel {
  return connection.model<Pending>("Pending", pendingSchema);
}
