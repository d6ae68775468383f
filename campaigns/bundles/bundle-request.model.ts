import { type Connection, type Model, Schema, type Types } from "mongoose";
import { type Leased, leaseSchema } from "../platform/lease.ts";
import type { BundleLevel } from "./bundle-level.ts";
import type { PackedBundle } from "./packed-bundle.ts";

/**
 * `waiting`: for a second person's approval; `declined`: nobody makes it; `asked`: waits for a worker; `running`: being
 * made; `ready`: can be downloaded, once; `downloading`: being downloaded; `downloaded`, `expired`: its file is gone;
 * `failed`: it can't be made, `failure` says why.
 */
export const bundleStates = [
  "waiting",
  "declined",
  "asked",
  "running",
  "ready",
  "downloading",
  "downloaded",
  "expired",
  "failed",
] as const;

export type BundleState = (typeof bundleStates)[number];

/** One try at making a bundle: who holds the lease of the request makes it, and writes into a file of that name. */
export type BundleRun = {
  /** Id of the file it writes; no two runs share one. */
  file: Types.ObjectId;
  startedAt: Date;
  /** When the worker last reported that it is alive. */
  beatAt: Date;
  written: number;
  /** How many signatures there will be; 0 until this is known. */
  expected: number;
};

/** A request for a bundle: its purpose, its progress, and where its sealed file is until it is removed. */
export type BundleRequest = Leased & {
  _id: Types.ObjectId;
  /** Slug of the campaign. */
  campaign: string;
  /** The organisation that asked; staff of others can't see it. */
  owner: string;
  /** Only signatures on this organisation's petitions; null for the whole campaign. */
  organisation: string | null;
  country: string | null;
  level: BundleLevel;
  /** Its purpose as typed, sealed under its own key. */
  reason: Buffer;
  /** Who is to get it, as typed, sealed likewise. */
  recipient: Buffer;
  /** The public key of age that it is sealed to. */
  sealTo?: string;
  /** Id of the account that asked. */
  account: string;
  at: Date;
  state: BundleState;
  /** Id of the account that approved or declined it, and when. */
  decidedBy?: string;
  decidedAt?: Date;
  /** True while it is waiting or being made: the same bundle can't be requested twice at a time. */
  open?: true;
  /** The newest run, while the state is `running`. */
  run?: BundleRun;
  /** Files of all runs that may still have stored bytes. */
  files: Types.ObjectId[];
  /** Runs so far. */
  runs: number;
  /** What was made, once it is ready; kept when the file is gone. */
  result?: PackedBundle;
  readyAt?: Date;
  expiresAt?: Date;
  failure?: string;
  /** Number of downloads started. */
  downloads: number;
  downloadAt?: Date;
};

const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;
const moment = { type: Date, required: true } as const;
const nested = { _id: false, strict: "throw" } as const;

const run = new Schema<BundleRun>(
  {
    file: { type: Schema.Types.ObjectId, required: true },
    startedAt: moment,
    beatAt: moment,
    written: count,
    expected: count,
  },
  nested,
);

const result = new Schema<PackedBundle>(
  { signatures: count, wordings: count, bytes: count, sha256: text, sumsSha256: text },
  nested,
);

const requestSchema = new Schema<BundleRequest>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    campaign: text,
    owner: text,
    organisation: { type: String, default: null },
    country: { type: String, default: null },
    level: count,
    reason: { type: Buffer, required: true },
    recipient: { type: Buffer, required: true },
    sealTo: String,
    account: text,
    at: moment,
    state: { ...text, enum: bundleStates },
    decidedBy: String,
    decidedAt: Date,
    open: Boolean,
    run,
    files: { type: [Schema.Types.ObjectId], required: true },
    runs: count,
    result,
    readyAt: Date,
    expiresAt: Date,
    failure: String,
    downloads: count,
    downloadAt: Date,
    lease: leaseSchema,
  },
  { collection: "bundlerequests", strict: "throw", versionKey: false },
);

// The same bundle is made only once at a time, however often it is requested.
requestSchema.index(
  { campaign: 1, owner: 1, organisation: 1, country: 1, level: 1 },
  { unique: true, partialFilterExpression: { open: true } },
);
requestSchema.index({ campaign: 1, at: -1 });
requestSchema.index({ state: 1, at: 1 });

/** Requests for bundles; their files are in the GridFS bucket `bundles`, sealed. */
export function bundleRequestModel(connection: Connection): Model<BundleRequest> {
  return connection.model<BundleRequest>("BundleRequest", requestSchema);
}
