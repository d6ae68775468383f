import { type Connection, type Model, Schema } from "mongoose";

/** A goal that was reached, and when; later withdrawals don't change that. */
export type Milestone = { goal: number; reachedAt: Date };

/** The sum of a campaign's tallies, kept with them in the same transaction so that a total is one read. */
export type Total = {
  /** Ordinal of the campaign. */
  _id: number;
  total: number;
  byPetition: Record<string, number>;
  byCountry: Record<string, number>;
  byChannel: Record<string, number>;
  asOf: Date;
  /** How many leaves its log has. */
  leaves?: number;
  milestones: Milestone[];
  /** How often the sums beside it were corrected: concurrent rebuilds would correct the same difference twice. */
  rebuilt?: number;
};

export type TotalModel = Model<Total>;

const totalSchema = new Schema(
  {
    _id: { type: Number, required: true },
    total: { type: Number, required: true },
    byPetition: { type: Schema.Types.Mixed, required: true },
    byCountry: { type: Schema.Types.Mixed, required: true },
    byChannel: { type: Schema.Types.Mixed, required: true },
    asOf: { type: Date, required: true },
    leaves: Number,
    milestones: { type: [new Schema({ goal: Number, reachedAt: Date }, { _id: false })], required: true },
    rebuilt: Number,
  },
  { collection: "totals", strict: "throw", versionKey: false, minimize: false },
);

/** The totals of all campaigns. */
export function totalModel(connection: Connection): TotalModel {
  return connection.model<Total>("Total", totalSchema);
}
