import type { Locale } from "../platform/languages/languages.ts";
import type { Claim, Source } from "../texts/source.ts";

/** One advocacy effort with its petitions, texts and appearance: what `findCampaign` returns and pages show. */
export type Campaign = {
  /** Its name in web addresses: lower-case letters, digits and hyphens. */
  slug: string;
  /** Number from 1 upwards, given at the first load and never changed; every signature's key starts with it. */
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
  /** Where its days begin and end, such as Asia/Bangkok. */
  timeZone: string;
  opensAt: Date;
  /** The first moment at which nobody can sign any more; null when there is no closing date. */
  closesAt: Date | null;
  /** When and why it was closed by somebody. */
  closed?: Closing | null;
  /** What somebody asked for and a second person has not approved yet. */
  asked?: AskedEnding | null;
  /** Totals to aim for, rising; the next goal is the first above the total. */
  goals: number[];
  colours: CampaignColours;
  /** The drawing of its page; null, or missing where it was loaded before there were any, for none. */
  illustration?: IllustrationName | null;
  /** Its signatures are made up, to try Sheaf out: all its pages say so. */
  madeUp?: boolean;
  /** Languages of its texts; translators start from the first. */
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
 * `draft`: not shown; `open`: shown, and signed between its dates; `closed`: shown, not signed; `archived`: like
 * closed, but on no lists.
 */
export const campaignStates = ["draft", "open", "closed", "archived"] as const;
export type CampaignState = (typeof campaignStates)[number];

/** Why a campaign was closed, as its page says it. */
export const closingReasons = ["goal-reached", "handed-over", "ended", "replaced", "withdrawn"] as const;
export type ClosingReason = (typeof closingReasons)[number];

/** A closing decided by a person. */
export type Closing = { at: Date; reason: ClosingReason };

/** What can be asked for that decides when a campaign takes signatures and where it stands. */
export const endings = ["close", "reopen", "archive", "dates"] as const;

/** When a campaign takes signatures; days are those of its time zone. */
export type CampaignDates = Pick<Campaign, "timeZone" | "opensAt" | "closesAt">;

/** A closing, reopening, archiving or other dates, waiting for a second person. */
export type AskedEnding = {
  move: (typeof endings)[number];
  /** Why it is closed. */
  reason?: ClosingReason;
  /** The other dates. */
  dates?: CampaignDates;
  /** Why, in the words of who asks. */
  note: string;
  /** Id of the account that asked, and its organisation. */
  by: string;
  organisation: string;
  at: Date;
};

/** A text addressed to one office; people of its country sign it, those of other countries the international one. */
export type Petition = {
  /** "international" or the lower-case country code. */
  id: string;
  /** ISO 3166-1 alpha-2, or XK. */
  country: string | null;
  /** Slug of the organisation that owns the petition and its supporters; the campaign's unless stated otherwise. */
  organisation: string;
  /** The office addressed (never a person) by language, including its country's name, phrased to follow a colon. */
  target: Record<string, string>;
  /** What the current version was composed from; missing for petitions loaded before the console existed. */
  wording?: Wording;
  /** Version numbers increase; the last one is signed today. None ever changes. */
  versions: PetitionVersion[];
} & PetitionLife;

/** What a petition's own state can be; left out, it is open while its campaign is. */
export const petitionStates = ["open", "closed", "archived"] as const;

/**
 * What a petition has of its own besides its campaign's: each is left out, or null, where it goes with the campaign.
 * `lifeOf` reads both together.
 */
export type PetitionLife = {
  state?: (typeof petitionStates)[number];
  opensAt?: Date | null;
  /** The first moment at which nobody can sign it any more. */
  closesAt?: Date | null;
  /** Signatures to aim for in this petition alone. */
  goal?: number | null;
  /** When and why somebody closed it. */
  closed?: Closing | null;
  /** What somebody asked for about it, and a second person has not approved yet. */
  asked?: AskedEnding | null;
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
  /** Marked text. */
  first: string;
  /** Paragraphs, marked. The facts stand well before the last one. */
  why: string[];
  facts: Fact[];
  /** Who runs the campaign. */
  runBy: Runner[];
  handovers: HandoverNote[];
  /** One for each source, in order of its number: how the page names the source to readers. */
  citations: string[];
  /** Oldest first; an entry stays for good. Left out when nothing was corrected. */
  corrections?: Correction[];
  /**
   * Texts that signers can share; if there are several, each signer is shown one. Without any, Sheaf's standard text
   * is used.
   */
  shares?: ShareText[];
};

/** What a page said wrongly about a source, since when it is right, and the correct statement (marked). */
export type Correction = { at: Date; source: number; was: string; text: string };

/** A text to share, placed before the link; `variant` distinguishes it in source codes. */
export type ShareText = { variant: string; text: string };

/** A figure prominent enough to stand alone, such as "122" or "350+", and what it counts. */
type Fact = { figure: string; label: string; source: number };

/** An organisation behind the campaign; its text is marked. */
type Runner = { name: string; text: string };

/** A stage of handing over; `text` is marked, and its first mark also covers the figures in `when` and `title`. */
type HandoverNote = { when: string; title: string; text: string; ongoing: boolean };

/** Drawings of Sheaf's that a campaign may show: abstract, in the campaign's colours, never of a child. */
export const illustrationNames = ["shelter", "sheaf"] as const;
export type IllustrationName = (typeof illustrationNames)[number];

/** A campaign's own colours, as `#rrggbb`; the loader checks their contrast against the shared neutrals. */
export type CampaignColours = { light: Palette; dark: Palette };

/** One set of colour tokens; a page writes them as custom properties of the same name (`onBand` as `--on-band`). */
export type Palette = {
  /** Large area behind the ask. */
  band: string;
  onBand: string;
  onBandSoft: string;
  /** Filled strokes and the focus ring on the band. */
  stalk: string;
  /** Links, button, chart. */
  campaign: string;
  /** Hovered or pressed. */
  campaignDeep: string;
  onCampaign: string;
  /** Light fill: notes, targets. */
  tint: string;
  /** Five steps from none to most, `--map-0` to `--map-4`. */
  map: string[];
};
