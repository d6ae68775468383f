import { type Connection, type Model, Schema, type Types } from "mongoose";
import { type Returned, returnedSchema } from "../../mail/returned.ts";
import type { Line } from "../sheets/sheet.model.ts";

/** A signature that waits for its confirmation; the sweep removes it when it expires. */
export type Pending = {
  _id: { sheet: Types.ObjectId; line: number };
  campaign: number;
  entry: Line;
  sealed: Buffer;
  at: Date;
  expiresAt: Date;
  /** What was returned about the letters that ask for the confirmation. */
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
    returned: { type: returnedSchema },
  },
  { collection: "pending", strict: "throw", versionKey: false },
);

// All that waits in one mailbox for one campaign, newest first: a person names both.
pendingSchema.index({ "entry.person": 1, at: -1 }, { name: "person" });
pendingSchema.index({ expiresAt: 1 }, { name: "expiring" });
// Few letters bounce: this index counts their pending entries without looking at the others.
pendingSchema.index(
  { campaign: 1, "entry.petition": 1 },
  { name: "returned", partialFilterExpression: { returned: { $exists: true } } },
);

/** The signatures that wait for a confirmation. */
export function pendingModel(connection: Connection): PendingModel {
  return connection.model<Pending>("Pending", pendingSchema);
}
