import { type Connection, type Model, Schema } from "mongoose";
import { type DraftState, draftStates } from "./draft-states.ts";

/** Who did something with a draft, and when. */
export type Stamp = { account: string; organisation: string; at: Date };

/** Who signed that a language still says the same as those whose words change (`mark`). */
export type SameMeaning = Stamp & { petition: string; locale: string; mark: string };

/** A file of the draft's folder, by its path from the folder. */
type DraftFile = { name: string; text: string };

/**
 * Texts being edited: those of a campaign's page (`petition` is null; before the campaign is published, everything
 * in its folder), or those of one petition. A draft consists of the files that `sheaf campaigns load` reads, so that
 * both follow the same rules.
 */
export type Draft = {
  /** campaign, or campaign/petition */
  _id: string;
  campaign: string;
  petition: string | null;
  organisation: string;
  state: DraftState;
  /** Increases with every change, so that somebody saving an older one is told. */
  revision: number;
  files: DraftFile[];
  edited: Stamp;
  submitted?: Stamp;
  approved?: Stamp;
  same?: SameMeaning[];
  /** Why changes were requested. */
  note?: string;
};

export type DraftModel = Model<Draft>;

const text = { type: String, required: true } as const;
const nested = { _id: false, strict: "throw" } as const;
const stamp = new Schema<Stamp>(
  { account: text, organisation: text, at: { type: Date, required: true } },
  nested,
);

const draftSchema = new Schema<Draft>(
  {
    _id: text,
    campaign: text,
    petition: { type: String, default: null },
    organisation: text,
    state: { ...text, enum: draftStates },
    revision: { type: Number, required: true },
    files: [new Schema({ name: text, text }, nested)],
    edited: { type: stamp, required: true },
    submitted: { type: stamp, default: undefined },
    approved: { type: stamp, default: undefined },
    same: {
      type: [
        new Schema(
          {
            petition: text,
            locale: text,
            mark: text,
            account: text,
            organisation: text,
            at: { type: Date, required: true },
          },
          nested,
        ),
      ],
      default: undefined,
    },
    note: String,
  },
  { collection: "drafts", strict: "throw", versionKey: false },
);

draftSchema.index({ campaign: 1, petition: 1 }, { name: "campaign" });
draftSchema.index(
  { campaign: 1, organisation: 1, petition: 1 },
  { name: "submitted", partialFilterExpression: { state: "submitted" } },
);
// Looked up whenever somebody opens the start page.
draftSchema.index({ state: 1, organisation: 1 }, { name: "state" });

/** The `_id` of a draft: of a campaign's page, or of one of its petitions. */
export function draftKey(campaign: string, petition: string | null): string {
  return petition === null ? campaign : `${campaign}/${petition}`;
}

/** Texts being edited, of campaigns and of single petitions. */
export function draftModel(connection: Connection): DraftModel {
  return connection.model<Draft>("Draft", draftSchema);
}
