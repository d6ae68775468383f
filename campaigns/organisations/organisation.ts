import type { Claim, Source } from "../texts/source.ts";
import type { Sender } from "./sender.ts";

/**
 * `secretariat`: the one that runs the network; `member`: a member organisation; `office`: a part of its `parent`.
 */
export const organisationKinds = ["secretariat", "member", "office"] as const;

export type OrganisationKind = (typeof organisationKinds)[number];

/** An organisation of the network, with its own people, petitions and supporters. */
export type Organisation = {
  /** Its name in web addresses; it never changes. */
  slug: string;
  /** Its own name, the same in every language. */
  name: string;
  kind: OrganisationKind;
  /** Slug of the organisation it is an office of; null for others. */
  parent: string | null;
  /** Where it works: ISO 3166-1 alpha-2 codes. */
  countries: string[];
  /** Where to find it, on one or more lines; null when no source gives it. */
  address: string | null;
  /** An https address; null when it has none. */
  website: string | null;
  /** How its mails are signed; null, or missing where it was stored before there was any, for the system's own. */
  sender?: Sender | null;
  /** Paragraphs about it by language, marked: `parseMarked` splits them. */
  about: Record<string, string[]>;
  /** What the paragraphs rest on, numbered from 1 without gaps. */
  sources: Source[];
  /** What the sources say, in our words. */
  claims: Claim[];
  /** When it left the network; null while it is a member. */
  endedAt: Date | null;
  /** Increases with every change, so that somebody editing an older version is told. */
  version: number;
  /** When it was last changed in the console; null while it is as its file has it. */
  editedAt: Date | null;
};
