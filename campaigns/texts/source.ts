/** A document that claims are based on. */
export type Source = {
  number: number;
  /** Where it is: an https address, or the name of a file for what is not on the web. */
  document: string;
  title: string;
  /** Where in the document. */
  section: string;
  /** Language of the document (a BCP 47 tag), for the `lang` of its title. */
  language: string;
  /** The day we read it. */
  readAt: Date;
  /** What kind of document it is, who made it and under which licence, as far as known. */
  credit: string;
};

/** What one source says, in our words. */
export type Claim = { source: number; statement: string };
