import { type Connection, type Model, Schema } from "mongoose";
import {
  type Campaign,
  type CampaignPage,
  campaignStates,
  illustrationNames,
  type Palette,
} from "./campaign.ts";
import { askedField, closingField } from "./ending.schemas.ts";

/** A campaign as MongoDB holds it: `_id` is the slug; its petitions are separate documents. */
export type StoredCampaign = Omit<Campaign, "slug" | "petitions" | "organisationNames"> & { _id: string };

/** Collection `campaigns`. */
export type CampaignModel = Model<StoredCampaign>;

const nested = { _id: false, strict: "throw" } as const;
const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const truth = { type: Boolean, required: true } as const;
const moment = { type: Date, required: true } as const;

const palette = new Schema<Palette>(
  {
    band: text,
    onBand: text,
    onBandSoft: text,
    stalk: text,
    campaign: text,
    campaignDeep: text,
    onCampaign: text,
    tint: text,
    map: { type: [String], required: true },
  },
  nested,
);

const page = new Schema<CampaignPage>(
  {
    name: text,
    headline: text,
    ask: text,
    first: text,
    why: { type: [String], required: true },
    facts: [new Schema({ figure: text, label: text, source: number }, nested)],
    runBy: [new Schema({ name: text, text }, nested)],
    handovers: [new Schema({ when: text, title: text, text, ongoing: truth }, nested)],
    citations: { type: [String], required: true },
    corrections: {
      type: [new Schema({ at: moment, source: number, was: text, text }, nested)],
      default: undefined,
    },
    shares: { type: [new Schema({ variant: text, text }, nested)], default: undefined },
  },
  nested,
);

const source = new Schema(
  {
    number,
    document: text,
    title: text,
    section: text,
    language: text,
    readAt: moment,
    credit: text,
  },
  nested,
);

const campaign = new Schema<StoredCampaign>(
  {
    _id: text,
    ordinal: { ...number, min: 1, immutable: true },
    organisation: text,
    state: { ...text, enum: campaignStates },
    verification: { ...text, enum: ["email", "none"] },
    sharedMailbox: truth,
    asksPostcode: truth,
    timeZone: text,
    opensAt: moment,
    closesAt: { type: Date, default: null },
    closed: closingField,
    asked: askedField,
    goals: { type: [Number], required: true },
    colours: { type: new Schema({ light: palette, dark: palette }, nested), required: true },
    illustration: { type: String, enum: [...illustrationNames, null], default: null },
    madeUp: { type: Boolean, default: false },
    languages: { type: [String], required: true },
    pages: { type: Map, of: page, required: true },
    sources: [source],
    claims: [new Schema({ source: number, statement: text }, nested)],
  },
  { strict: "throw", strictQuery: "throw", autoIndex: false, autoCreate: false, versionKey: false },
);

// Two campaigns with the same ordinal would share their signatures' keys: this index makes that impossible.
campaign.index({ ordinal: 1 }, { unique: true });

/** The model of campaigns on a connection; indexes are made when the database is prepared. */
export function campaignModel(connection: Connection): CampaignModel {
  return connection.model<StoredCampaign>("Campaign", campaign, "campaigns");
}
