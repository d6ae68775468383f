import { Schema } from "mongoose";
import { closingReasons, endings } from "./campaign.ts";

const nested = { _id: false, strict: "throw" } as const;
const text = { type: String, required: true } as const;
const moment = { type: Date, required: true } as const;

/** A closing decided by a person, of a campaign or of a petition. */
export const closingField = {
  type: new Schema({ at: moment, reason: { ...text, enum: closingReasons } }, nested),
  default: null,
} as const;

/** What waits for a second person about a campaign or a petition. */
export const askedField = {
  type: new Schema(
    {
      move: { ...text, enum: endings },
      reason: { type: String, enum: closingReasons },
      dates: new Schema({ timeZone: text, opensAt: moment, closesAt: { type: Date, default: null } }, nested),
      note: { type: String, default: "" },
      by: text,
      organisation: text,
      at: moment,
    },
    nested,
  ),
  default: null,
} as const;
