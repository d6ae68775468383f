import type { mongo } from "mongoose";
import type { LetterEntry } from "../outbox/letter.model.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";
import type { AllowanceKind } from "./mailbox.model.ts";

/** A letter about a signature, and the entries that wait for its reader's confirmation. */
export type LetterSubject = {
  campaign: number;
  petition: string | null;
  waiting: readonly LineRef[];
};

/** A letter on its way: entries of the outbox that became one mail. */
export type LetterMail = {
  /** The entry that names it, in its Message-ID and return address: the same whenever it is tried. */
  id: string;
  /** The entries that go with it, taken by this process. */
  carries: string[];
  /** What else it makes unnecessary. */
  covers: mongo.Filter<LetterEntry> | undefined;
  attempts: number;
  to: string;
  /** What it uses of its mailbox's allowance; what follows her own click needs none. */
  allowance: { mailbox: Buffer; kind: AllowanceKind } | undefined;
  /** The signature or entries that it is about; a letter about an account is about none. */
  about: LetterSubject | undefined;
  /** Writes it, as it goes over the wire. */
  write(): Promise<Buffer>;
};

/** What becomes of some entries. */
export type Ending = {
  ids: readonly string[];
  /** The same for whatever else matches and still waits. */
  others?: mongo.Filter<LetterEntry> | undefined;
  to: LetterEntry["state"];
  reason?: string | undefined;
  /** For `held`: until when, or for how many milliseconds from now. */
  until?: Date | number | undefined;
  /** Whether it was given to a mail server. */
  tried?: true;
  /** The letter that it went with, if that was another's. */
  with?: string | undefined;
};
