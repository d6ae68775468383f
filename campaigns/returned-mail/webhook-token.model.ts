import { type Connection, type Model, Schema } from "mongoose";

/** A webhook token that was accepted, and its body: the token's signature does not cover the body. */
export type WebhookToken = { _id: string; body: string; at: Date };

export type WebhookTokenModel = Model<WebhookToken>;

const secondsKept = 24 * 3600;

const webhookTokenSchema = new Schema(
  {
    _id: { type: String, required: true },
    body: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: "webhooktokens", strict: "throw", versionKey: false },
);

webhookTokenSchema.index({ at: 1 }, { name: "kept", expireAfterSeconds: secondsKept });

/** Tokens of the last day; a webhook older than half a day is refused because of its timestamp. */
export function webhookTokenModel(connection: Connection): WebhookTokenModel {
  return connection.model<WebhookToken>("WebhookToken", webhookTokenSchema);
}
