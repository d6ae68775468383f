import type { LetterColours } from "./letter-colours.ts";

/** What a letter is about: `already` tells the owner of a mailbox that somebody signed with it once more. */
export type LetterKind = "confirm" | "remind" | "thanks" | "already" | "links";

/** Addresses of pages, each with a token that acts for one signature. */
export type LetterLinks = {
  /** The page with the button that confirms; `confirm` and `remind` need it. */
  confirm?: string | undefined;
  /** The page with the button that withdraws, or erases an entry not yet confirmed. */
  withdraw?: string | undefined;
  preferences?: string | undefined;
  /** Also goes into List-Unsubscribe: give it when the reader agreed to hear more. */
  unsubscribe?: string | undefined;
  /** A page that shows what became of the receipt. */
  receipt?: string | undefined;
};

/** What a letter is written from; every text may come from a stranger and is made safe here. */
export type LetterFacts = {
  campaignName: string;
  headline: string;
  organiser: string;
  /** Shown in `thanks` alone, and only when it looks like a name; leave it out where nobody confirmed. */
  signerName?: string | undefined;
  links: LetterLinks;
  /** Shown in `thanks` and `links`. */
  receipt?: string | undefined;
  /** When the confirm link stops working. */
  expiresAt?: Date | undefined;
  /** The campaign's; Sheaf's own when left out. */
  colours?: LetterColours | undefined;
};

/** A mail ready to be sent, without its addresses: two parts that say the same, and the headers that belong to them. */
export type Letter = {
  subject: string;
  text: string;
  html: string;
  headers: Readonly<Record<string, string>>;
};
