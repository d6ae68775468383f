import { type Connection, type Model, Schema } from "mongoose";
import { type Organisation, organisationKinds } from "./organisation.ts";
import type { Sender } from "./sender.ts";

/** An organisation as MongoDB holds it: `_id` is the slug. */
export type StoredOrganisation = Omit<Organisation, "slug"> & { _id: string };

/** Collection `organisations`. */
export type OrganisationModel = Model<StoredOrganisation>;

const nested = { _id: false, strict: "throw" } as const;
const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const textOrNull = { type: String, default: null } as const;
const momentOrNull = { type: Date, default: null } as const;

const source = new Schema(
  {
    number,
    document: text,
    title: text,
    section: text,
    language: text,
    readAt: { type: Date, required: true },
    credit: text,
  },
  nested,
);

const organisation = new Schema<StoredOrganisation>(
  {
    _id: text,
    name: text,
    kind: { ...text, enum: organisationKinds },
    parent: textOrNull,
    countries: { type: [String], required: true },
    address: textOrNull,
    website: textOrNull,
    sender: {
      type: new Schema<Sender>(
        { name: textOrNull, replyTo: textOrNull, signature: { type: Schema.Types.Mixed, required: true } },
        { ...nested, minimize: false },
      ),
      default: null,
    },
    about: { type: Map, of: [String], required: true },
    sources: [source],
    claims: [new Schema({ source: number, statement: text }, nested)],
    endedAt: momentOrNull,
    version: { ...number, min: 1 },
    editedAt: momentOrNull,
  },
  { strict: "throw", strictQuery: "throw", autoIndex: false, autoCreate: false, versionKey: false },
);

/** The model of organisations on a connection. */
export function organisationModel(connection: Connection): OrganisationModel {
  return connection.model<StoredOrganisation>("Organisation", organisation, "organisations");
}
