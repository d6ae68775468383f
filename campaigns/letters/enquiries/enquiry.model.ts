import { type Connection, type Model, Schema, type Types } from "mongoose";

/** What a visitor wrote to an organisation, for as long as it takes to mail it. */
export type Enquiry = {
  _id: Types.ObjectId;
  /** Slug of the organisation that it is for. */
  organisation: string;
  /** Blind key of the writer's mailbox: how often it wrote. */
  mailbox: Buffer;
  /** Name, e-mail and text, bound to the id. */
  sealed: Buffer;
  at: Date;
};

/** A mail server may be away for a while; what is sealed for less than a day needs no re-sealing. */
const secondsKept = 23 * 3_600;

const enquirySchema = new Schema<Enquiry>(
  {
    organisation: { type: String, required: true },
    mailbox: { type: Buffer, required: true },
    sealed: { type: Buffer, required: true },
    at: { type: Date, required: true },
  },
  { collection: "enquiries", strict: "throw", versionKey: false },
);

enquirySchema.index({ organisation: 1, at: 1 }, { name: "organisation" });
enquirySchema.index({ mailbox: 1, at: 1 }, { name: "mailbox" });
enquirySchema.index({ at: 1 }, { name: "kept", expireAfterSeconds: secondsKept });

/** The enquiries to all organisations. */
export function enquiryModel(connection: Connection): Model<Enquiry> {
  return connection.model<Enquiry>("Enquiry", enquirySchema);
}
