import type { LetterColours } from "./letter-colours.ts";

/** What a letter is about: `already` tells the owner of a mailbox that it was used to sign again. */
export type LetterKind = "confirm" | "remind" | "thanks" | "already" | "links";

/** Addresses of pages, each with a token that acts on one signature. */
export type LetterLinks = {
  /** The page with the button that confirms; `confirm` and `remind` need it. */
  confirm?: string | undefined;
  /** The page with the button that withdraws, or erases an entry not yet confirmed. */
  withdraw?: string | undefined;
  preferences?: string | undefined;
  /** Give it when the reader agreed to hear more. */
  unsubscribe?: string | undefined;
};

/** What a letter is written from; any text may come from a stranger and is made safe here. */
export type LetterFacts = {
  campaignName: string;
  headline: string;
  organiser: string;
  /** The organisation whose petition was signed, and the office that it addresses; leave out what is not known. */
  owner?: string | undefined;
  office?: string | undefined;
  /** The campaign's page, to be passed on; shown in `thanks`. */
  share?: string | undefined;
  /** Lines of the organisation's below the text; shown in `thanks`. */
  signature?: readonly string[] | undefined;
  /** Her name as `greetingName` gives it, shown in `thanks` alone; leave it out where nobody confirmed. */
  greeting?: string | undefined;
  links: LetterLinks;
  /** When the confirm link stops working, in words. */
  until?: string | undefined;
  /** Lines that say where and when each entry was made that waits; shown in `confirm` and `remind`. */
  entries?: string[] | undefined;
  /** The campaign's; Sheaf's own when left out. */
  colours?: LetterColours | undefined;
};

/** A mail ready to be sent, without its addresses: two equivalent parts and their headers. */
export type Letter = {
  subject: string;
  text: string;
  html: string;
  headers: Readonly<Record<string, string>>;
};
