/**
 * Every rule of the catalogue's files that can be broken, with the gaps of its sentence in `problems/{language}.json`.
 */
export const problemGaps = {
  "file-missing": [],
  "file-unreadable": ["why"],
  "file-no-slug": [],
  "file-without-keys": [],
  "folder-unreadable": [],
  "no-yaml": ["why"],

  "key-missing": ["at"],
  "key-unknown": ["at", "known"],
  "no-choice": ["at", "choices"],
  "no-flag": ["at"],
  "no-keys": ["at"],
  "no-list": ["at"],
  "no-moment": ["at"],
  "no-text": ["at"],
  "no-whole": ["at"],
  "text-empty": ["at"],
  "text-long": ["at", "longest"],

  "figure-in-plain": ["at", "figure"],
  "figure-unmarked": ["at", "figure"],
  "figure-unsaid": ["at", "figure", "sources"],
  "hidden-character": ["at", "point"],
  "mark-broken": ["at", "mark"],
  "mark-in-plain": ["at"],
  "mark-unknown": ["at", "source"],
  "source-out-of-order": ["source", "position"],
  "source-unknown": ["at", "source"],

  "about-language-missing": ["language"],
  "about-language-unknown": ["language"],
  "about-paragraphs": ["language", "here", "first", "there"],
  "country-twice": ["country"],
  "country-unknown": ["country"],
  "name-has-a-link": ["name"],
  "name-missing": ["name"],
  "name-not-a-name": ["name"],
  "name-too-long": ["name"],
  "network-without-secretariat": ["file"],
  "office-without-parent": [],
  "parent-of-no-office": [],
  "parent-to-choose": [],
  "parent-unknown": ["parent"],
  "reply-to-unfit": [],
  "reply-to-unread": [],
  "secretariat-is-one": ["secretariat"],
  "sender-name-unfit": ["name"],
  "signature-long": ["most"],
  "slug-taken": [],
  "slug-to-write": [],
  "website-unfit": ["website"],

  "closed-while-open": ["state"],
  "closes-before-opening": [],
  "closes-in-the-past": [],
  "colour-faint": ["at", "colour", "contrast", "name", "behind", "least"],
  "colour-unfit": ["at"],
  "goal-not-above": ["goal", "before"],
  "language-twice": ["language"],
  "language-unknown": ["language"],
  "meaning-unsigned": ["petition", "language"],
  "map-unfit": ["at", "steps"],
  "organisation-no-slug": ["organisation"],
  "organisation-unknown": ["organisation"],
  "petition-country-unknown": ["country"],
  "petition-misnamed": ["petition", "expected"],
  "petition-moved": ["petition", "before", "now"],
  "petition-twice": ["petition"],
  "shared-mailbox-without-postcode": [],
  "slug-unfit": ["slug"],
  "time-zone-unknown": ["zone"],

  "citations-differ": ["citations", "sources"],
  "correction-out-of-order": ["at"],
  "entries-differ": ["at", "here", "language", "there"],
  "fact-source-differs": ["at", "source", "language", "expected"],
  "fact-without-digit": ["at"],
  "handover-done": ["at", "language"],
  "handover-ongoing": ["at", "language"],
  "office-missing": ["petition"],
  "office-unused": ["petition"],
  "optional-differ": ["at", "here", "language", "there"],
  "share-twice": ["variant"],
  "share-variant-unfit": ["at", "variant"],
  "text-stray": [],
  "wording-gap-unknown": ["wording", "gap"],
  "wording-missing": ["wording"],
  "wording-unused": ["wording"],
  "wording-without-office": ["wording"],

  "claim-gone": ["claim", "source"],
  "correction-gone": ["day", "source"],
  "languages-changed": ["petition", "here", "where", "version", "there"],
  "petition-gone": ["petition", "where"],
  "publication-moved": ["version", "petition", "moment", "where"],
  "text-changed": ["language", "petitions", "where"],
  "version-lowered": ["petition", "version", "where", "last"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Which rule is broken. */
export type ProblemCode = keyof typeof problemGaps;

/** Words of Sheaf's own that fill gaps, and differ by language. */
type ProblemWord = "database" | "first-step" | "ink" | "none" | "paper" | "surface";

/** What fills a gap: a text or a number as it stands in a file, several of which one would do, or a word of ours. */
export type Gap = string | number | readonly (string | number)[] | { word: ProblemWord };

/** What fills the gaps of a rule's sentence. */
export type GapsOf<Code extends ProblemCode> = Readonly<Record<(typeof problemGaps)[Code][number], Gap>>;
