import { type Connection, type Model, Schema } from "mongoose";
import {
  type Petition,
  type PetitionText,
  type PetitionVersion,
  petitionStates,
  type Wording,
} from "./campaign.ts";
import { askedField, closingField } from "./ending.schemas.ts";

/** A petition as MongoDB holds it: `_id` is `campaign/petition`, `position` its index in the campaign's list. */
export type StoredPetition = Petition & { _id: string; campaign: string; position: number };

/** Collection `petitions`. */
export type PetitionModel = Model<StoredPetition>;

const nested = { _id: false, strict: "throw" } as const;
const text = { type: String, required: true } as const;

const signedText = new Schema<PetitionText>({ text, sha256: text }, nested);

const wording = new Schema<Wording>({ name: text, texts: { type: Map, of: String, required: true } }, nested);

const version = new Schema<PetitionVersion>(
  {
    version: { type: Number, required: true, min: 1 },
    publishedAt: { type: Date, required: true },
    texts: { type: Map, of: signedText, required: true },
  },
  nested,
);

const petition = new Schema<StoredPetition>(
  {
    _id: text,
    id: text,
    campaign: text,
    organisation: text,
    position: { type: Number, required: true },
    country: { type: String, default: null },
    target: { type: Map, of: String, required: true },
    wording: { type: wording, default: undefined },
    versions: { type: [version], required: true },
    state: { type: String, enum: petitionStates },
    opensAt: { type: Date, default: undefined },
    closesAt: { type: Date, default: undefined },
    goal: { type: Number, min: 1, default: undefined },
    closed: closingField,
    asked: askedField,
  },
  {
    id: false,
    strict: "throw",
    strictQuery: "throw",
    autoIndex: false,
    autoCreate: false,
    versionKey: false,
  },
);

petition.index({ campaign: 1, position: 1 });

/** The `_id` of a petition's document. */
export function petitionKey(campaign: string, petition: string): string {
  return `${campaign}/${petition}`;
}

/** The model of petitions on a connection; `prepareDatabase` creates the indexes. */
export function petitionModel(connection: Connection): PetitionModel {
  return connection.model<StoredPetition>("Petition", petition, "petitions");
}
