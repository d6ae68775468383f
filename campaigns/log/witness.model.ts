import { type Connection, type Model, Schema } from "mongoose";

/** Somebody outside who watches that the logs only grow, and signs what it saw: a member organisation, a newspaper. */
export type Witness = {
  /** As it signs: a host, without spaces. */
  _id: string;
  /** Name, id and public key, as the witness published them. */
  key: string;
  addedAt: Date;
};

const witnessSchema = new Schema<Witness>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    addedAt: { type: Date, required: true },
  },
  { collection: "witnesses", strict: "throw", versionKey: false },
);

/** The witnesses whose signatures are taken. */
export function witnessModel(connection: Connection): Model<Witness> {
  return connection.model<Witness>("Witness", witnessSchema);
}
