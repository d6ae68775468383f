import { type Connection, type Model, Schema } from "mongoose";
import { type TileAt, tilePath } from "./tiles.ts";

/** A tile of a campaign's log. Hashes say nothing about persons. */
export type StoredTile = {
  /** Ordinal of the campaign and path of the full tile. */
  _id: string;
  /** One after another. */
  hashes: Buffer;
};

const tileSchema = new Schema<StoredTile>(
  { _id: { type: String, required: true }, hashes: { type: Buffer, required: true } },
  { collection: "logtiles", strict: "throw", versionKey: false },
);

/** The key of a tile. */
export function tileKey(campaign: number, at: TileAt): string {
  return `${campaign}/${tilePath(at)}`;
}

/** The tiles of all logs. */
export function tileModel(connection: Connection): Model<StoredTile> {
  return connection.model<StoredTile>("LogTile", tileSchema);
}
