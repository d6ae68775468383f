import { type Connection, type Model, Schema } from "mongoose";
import { type Leased, leaseSchema } from "../platform/lease.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";

/**
 * `adding`: every process has to learn the new key; `sealing`: fields under older keys are being re-sealed;
 * `finished`: nothing was found under an older key.
 */
export type RotationState = "adding" | "sealing" | "finished";

/** One rotation of the sealing keys and its progress: running it again continues from there. */
export type Rotation = Leased & {
  /** Id of the new key. */
  _id: number;
  state: RotationState;
  startedAt: Date;
  finishedAt?: Date;
  /** The last keys this pass has processed. */
  reached: { pending?: LineRef; signatures?: Buffer };
  /** Fields re-sealed so far. */
  resealed: number;
};

export type RotationModel = Model<Rotation>;

const rotationSchema = new Schema(
  {
    _id: { type: Number, required: true },
    state: { type: String, enum: ["adding", "sealing", "finished"], required: true },
    startedAt: { type: Date, required: true },
    finishedAt: Date,
    lease: leaseSchema,
    reached: {
      type: new Schema(
        {
          pending: { type: new Schema({ sheet: Schema.Types.ObjectId, line: Number }, { _id: false }) },
          signatures: Buffer,
        },
        { _id: false },
      ),
      required: true,
    },
    resealed: { type: Number, required: true },
  },
  { collection: "rotations", strict: "throw", versionKey: false, minimize: false },
);

/** The rotations of a database's sealing keys. */
export function rotationModel(connection: Connection): RotationModel {
  return connection.model<Rotation>("Rotation", rotationSchema);
}
