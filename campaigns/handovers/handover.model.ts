import { type Connection, type Model, Schema, type Types } from "mongoose";

/** Who did something, by id of the account, and when. */
export type Stamp = { by: string; at: Date };

/** What one person enters and another checks before anybody else sees it. */
export type Entered = Stamp & { checked: Stamp | null };

/** To whom, where and when signatures were handed over. */
export type HandoverFacts = {
  /** Who received them, and the office. */
  person: string;
  office: string;
  place: string;
  /** As `2011-05-05`, where it happened. */
  day: string;
  /** Who handed them over. */
  handedBy: string;
  /** SHA-256 of the SHA256SUMS of the bundle that was given; null when it was another paper. */
  bundle: string | null;
  /** For staff only. */
  note: string;
  /** By when an answer is due, as a day; null when none was promised. */
  replyDue: string | null;
};

/** What an authority certifies: that `valid` of the signatures it looked at are. */
export type CertificateFacts = {
  authority: string;
  valid: number;
  of: number;
  /** Name or number of its document. */
  reference: string;
  day: string;
};

/** What the office answered; `source` says where that can be read or who took it down. */
export type ReplyFacts = { text: string; day: string; source: string };

/** Where a copy of the bundle went next, and what proves that it was received. */
export type CopyFacts = { copy: string; holder: string; place: string; day: string; receipt: string };

/** One handing over, of a petition or, with `petition` null, of a whole campaign. */
export type Handover = HandoverFacts &
  Entered & {
    _id: Types.ObjectId;
    campaign: string;
    petition: string | null;
    /** Whose matter it is: the petition's owner, or who runs the campaign. */
    organisation: string;
    certificate: (CertificateFacts & Entered) | null;
    reply: (ReplyFacts & Entered) | null;
    /** Oldest first; an entry stays for good. */
    copies: (CopyFacts & Stamp)[];
  };

const nested = { _id: false, strict: "throw" } as const;
const text = { type: String, required: true } as const;
const maybeEmpty = { type: String, default: "" } as const;
const maybe = { type: String, default: null } as const;
const count = { type: Number, required: true } as const;
const stamp = { by: text, at: { type: Date, required: true } } as const;
const entered = { ...stamp, checked: { type: new Schema(stamp, nested), default: null } } as const;

const handoverSchema = new Schema<Handover>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    campaign: text,
    petition: maybe,
    organisation: text,
    person: text,
    office: text,
    place: text,
    day: text,
    handedBy: text,
    bundle: maybe,
    note: maybeEmpty,
    replyDue: maybe,
    ...entered,
    certificate: {
      type: new Schema(
        { authority: text, valid: count, of: count, reference: text, day: text, ...entered },
        nested,
      ),
      default: null,
    },
    reply: { type: new Schema({ text, day: text, source: text, ...entered }, nested), default: null },
    copies: [
      new Schema({ copy: text, holder: text, place: text, day: text, receipt: text, ...stamp }, nested),
    ],
  },
  { collection: "handovers", strict: "throw", versionKey: false },
);

handoverSchema.index({ campaign: 1, day: 1 }, { name: "listed" });

/** The handovers of all campaigns. */
export function handoverModel(connection: Connection): Model<Handover> {
  return connection.model<Handover>("Handover", handoverSchema);
}
