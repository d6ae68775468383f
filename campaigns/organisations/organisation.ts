import type { Claim, Source } from "../texts/source.ts";

/** `secretariat`: the one that holds the network together; `member`: a member organisation; `office`: a part of its `parent`. */
export const organisationKinds = ["secretariat", "member", "office"] as const;

export type OrganisationKind = (typeof organisationKinds)[number];

/** An organisation of the network, with its own people, petitions and supporters. */
export type Organisation = {
  /** Its name in addresses, never changed. */
  slug: string;
  /** Its own name, the same in every language. */
  name: string;
  kind: OrganisationKind;
  /** Slug of the organisation it is an office of; null for others. */
  parent: string | null;
  /** Where it works: ISO 3166-1 alpha-2 codes. */
  countries: string[];
  /** Where to find it, on one or several lines; null when no source says. */
  address: string | null;
  /** An https address; null when it has named none. */
  website: string | null;
  /** Paragraphs about it by language, marked: `parseMarked` splits them. */
  about: Record<string, string[]>;
  /** What the paragraphs rest on, numbered from 1 without gaps. */
  sources: Source[];
  /** What the sources say, in our words. */
  claims: Claim[];
  /** Since when it is no more part of the network; null while it is. */
  endedAt: Date | null;
  /** Rises with every change: somebody who edits an older one is told. */
  version: number;
  /** When somebody last changed it in the console; null while it is as its file has it. */
  editedAt: Date | null;
};
