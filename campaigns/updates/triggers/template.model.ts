import { type Connection, type Model, Schema } from "mongoose";

/** The events that templates write about. */
export const templateNames = ["milestone", "handover", "reply"] as const;

/** A template of the list above. */
export type TemplateName = (typeof templateNames)[number];

/** `off`; `draft`: creates a draft that waits for a person; `send`: its mails go out automatically. */
export const templateModes = ["off", "draft", "send"] as const;

/** A mode of the list above. */
export type TemplateMode = (typeof templateModes)[number];

/** What a campaign's milestones do, and whether its handover does anything. Without this document they do nothing. */
export type MilestoneSwitch = {
  /** Slug of the campaign. */
  _id: string;
  mode: TemplateMode;
  /** Ids of the accounts that switched it to draft and, as a second person, to sending. */
  draftBy: string;
  sendBy?: string;
  /** Only milestones reached from then on are written about. */
  since: Date;
  changedAt: Date;
  /** Set while a handover creates a draft: who switched it on, and since when. */
  handover?: { by: string; since: Date };
};

export type MilestoneSwitchModel = Model<MilestoneSwitch>;

const text = { type: String, required: true } as const;
const moment = { type: Date, required: true } as const;

const schema = new Schema<MilestoneSwitch>(
  {
    _id: text,
    mode: { ...text, enum: [...templateModes] },
    draftBy: text,
    sendBy: String,
    since: moment,
    changedAt: moment,
    handover: { type: new Schema({ by: text, since: moment }, { _id: false, strict: "throw" }) },
  },
  { collection: "milestoneswitches", strict: "throw", versionKey: false },
);

/** The switches of all campaigns. */
export function milestoneSwitchModel(connection: Connection): MilestoneSwitchModel {
  return connection.model<MilestoneSwitch>("MilestoneSwitch", schema);
}
