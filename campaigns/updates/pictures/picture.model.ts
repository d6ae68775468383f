import { type Connection, type Model, Schema } from "mongoose";

/** How pictures are stored: formats that every mail program shows. */
export const pictureFormats = ["jpeg", "png"] as const;

/** A format of the list above. */
export type PictureFormat = (typeof pictureFormats)[number];

/** A picture for a campaign's updates, re-encoded by us: nothing is left of the uploaded file but the image. */
export type Picture = {
  /**
   * The start of the SHA-256 of campaign and content, in hex: the same picture twice is one, and its address never
   * changes.
   */
  _id: string;
  /** Slug. */
  campaign: string;
  /** Slug of the organisation whose account uploaded it. */
  organisation: string;
  format: PictureFormat;
  width: number;
  height: number;
  content: Buffer;
  at: Date;
};

export type PictureModel = Model<Picture>;

const text = { type: String, required: true } as const;
const size = { type: Number, required: true } as const;

const pictureSchema = new Schema<Picture>(
  {
    _id: text,
    campaign: text,
    organisation: text,
    format: { ...text, enum: [...pictureFormats] },
    width: size,
    height: size,
    content: { type: Buffer, required: true },
    at: { type: Date, required: true },
  },
  { collection: "pictures", strict: "throw", versionKey: false },
);

pictureSchema.index({ campaign: 1, at: -1 }, { name: "listed" });

/** The pictures of all campaigns' updates. */
export function pictureModel(connection: Connection): PictureModel {
  return connection.model<Picture>("Picture", pictureSchema);
}
