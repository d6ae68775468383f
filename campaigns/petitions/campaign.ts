import type { Locale } from "../platform/languages/languages.ts";
import type { Claim, Source } from "../texts/source.ts";

/** One advocacy effort with its petitions, texts and looks: what `findCampaign` gives and pages show. */
export type Campaign = {
  /** Its name in addresses: lower-case letters, digits and hyphens. */
  slug: string;
  /** Rising number from 1, given at the first load and never changed; every signature's key begins with it. */
  ordinal: number;
  /** Slug of the organisation that runs it. */
  organisation: string;
  /** Names by slug of that organisation, of those of its petitions, and of the secretariat. */
  organisationNames: Record<string, string>;
  state: CampaignState;
  /** `email`: a signature counts once its mailbox confirms it; `none`: at once. */
  verification: "email" | "none";
  /** A second person (another name, the same postcode) may sign from one mailbox; implies `asksPostcode`. */
  sharedMailbox: boolean;
  asksPostcode: boolean;
  opensAt: Date;
  /** The first moment at which nobody can sign any more; null while no end is set. */
  closesAt: Date | null;
  /** When and why somebody closed it before its end, or without one. */
  closed?: Closing | null;
  /** Totals to aim for, rising; the next goal is the first above the total. */
  goals: number[];
  colours: CampaignColours;
  /** Languages of its texts, the first being the one that translators start from. */
  languages: Locale[];
  /** The page's texts by language; every language of `languages` has its own. */
  pages: Record<string, CampaignPage>;
  /** Numbered from 1 without gaps. */
  sources: Source[];
  /** What the sources say, in our words: figures on the pages are checked against these when a campaign is loaded. */
  claims: Claim[];
  /** In the order of campaign.yaml; the international one has no country. */
  petitions: Petition[];
};

/**
 * `draft`: not shown; `open`: shown, and signed between its dates; `closed`: shown, not signed; `archived`: as closed, and on no
 * list any more.
 */
export const campaignStates = ["draft", "open", "closed", "archived"] as const;
export type CampaignState = (typeof campaignStates)[number];

/** Why a campaign was closed, as its page says it. */
export const closingReasons = ["goal-reached", "handed-over", "ended", "replaced", "withdrawn"] as const;
export type ClosingReason = (typeof closingReasons)[number];

/** The end of a campaign that somebody put to it. */
export type Closing = { at: Date; reason: ClosingReason };

/** A text addressed to one office; people of its country sign it, those of other countries the international one. */
export type Petition = {
  /** "international" or the lower-case country code. */
  id: string;
  /** ISO 3166-1 alpha-2, or XK. */
  country: string | null;
  /** Slug of the organisation whose petition it is, to which its supporters belong; the campaign's when nothing else is said. */
  organisation: string;
  /** The office addressed (never a person) by language, with its country's name, to stand after a colon. */
  target: Record<string, string>;
  /** What today's version was composed from; petitions that were loaded before there was a console lack it. */
  wording?: Wording;
  /** Version numbers rise; the last one is signed today. None ever changes. */
  versions: PetitionVersion[];
};

/** A wording by language, with its gap for the office and its source marks; petitions with the same name share it. */
export type Wording = { name: string; texts: Record<string, string> };

/** The wording of a petition as people sign it, in every language. */
export type PetitionVersion = { version: number; publishedAt: Date; texts: Record<string, PetitionText> };

/** A final text (NFC, lines ending in LF, one LF at its end) and the SHA-256 of its UTF-8 bytes in lower-case hex. */
export type PetitionText = { text: string; sha256: string };

/** Texts of a campaign's page. Those called marked carry `[^n]` marks: `parseMarked` splits them. */
export type CampaignPage = {
  name: string;
  headline: string;
  /** What is asked, in one plain sentence: lists, previews, search engines. */
  ask: string;
  /** Marked. */
  first: string;
  /** Paragraphs, marked. The facts stand well before the last one. */
  why: string[];
  facts: Fact[];
  /** Who runs the campaign. */
  runBy: Runner[];
  handovers: HandoverNote[];
  /** One for each source, in the order of its number: how the page names the source to readers. */
  citations: string[];
  /** Oldest first; what stands here once stays. Pages from before there were corrections lack it. */
  corrections?: Correction[];
  /** Texts that signers pass on; with several, each signer is shown one of them. None: the usual one of Sheaf. */
  shares?: ShareText[];
};

/** What a page said wrongly of a source, since when it says it rightly, and what is right (marked). */
export type Correction = { at: Date; source: number; was: string; text: string };

/** A text to pass on, before the link; `variant` tells it from the others in source codes. */
export type ShareText = { variant: string; text: string };

/** A figure large enough to stand alone, such as "122" or "350+", and what it counts. */
type Fact = { figure: string; label: string; source: number };

/** An organisation behind the campaign; its text is marked. */
type Runner = { name: string; text: string };

/** A stage of handing over; `text` is marked, and its first mark covers the figures of `when` and `title` too. */
type HandoverNote = { when: string; title: string; text: string; ongoing: boolean };

/** A campaign's own colours, as `#rrggbb`; the loader checks their contrast against the shared neutrals. */
export type CampaignColours = { light: Palette; dark: Palette };

/** One block of colour tokens; a page writes them as custom properties of the same name (`onBand` as `--on-band`). */
export type Palette = {
  /** Large field behind the ask. */
  band: string;
  onBand: string;
  onBandSoft: string;
  /** Filled strokes and the focus ring on the band. */
  stalk: string;
  /** Links, button, chart. */
  campaign: string;
  /** Hovered, pressed. */
  campaignDeep: string;
  onCampaign: string;
  /** Quiet fill: notes, targets. */
  tint: string;
  /** Five steps from none to most, `--map-0` to `--map-4`. */
  map: string[];
};
