import { frameOf, type Locale, languages } from "../platform/languages/languages.ts";
import { readMessages, type Translate } from "../platform/languages/translate.ts";
import type { LetterFacts, LetterKind, LetterLinks } from "./letter.ts";
import { isolate, plainLine } from "./plain-line.ts";

/** A link with its label. */
export type LetterLink = { label: string; href: string };

/**
 * What a letter says, in reading order; text and HTML are two layouts of it. Foreign texts are wrapped in isolates.
 */
export type LetterWording = {
  subject: string;
  title: string;
  /** Comes first, so that a mail preview shows this and not what was signed. */
  lead: string;
  opening: string;
  campaignName: string;
  headline: string;
  /** Whom the petition addresses. */
  office?: string | undefined;
  action: LetterLink | undefined;
  addressNote: string;
  /** Where and when what is asked about was entered. */
  entries: string[];
  after: string[];
  more: LetterLink[];
  aside: { title: string; text: string; links: LetterLink[] };
  /** Why the letter was sent, who is behind it, and how to stop. */
  closing: { text: string; link?: LetterLink | undefined }[];
};

/** The texts of all letters, in one language. */
export const messagesIn = readMessages(new URL("./messages/", import.meta.url));

const longestName = 200;
const longestHeadline = 400;

/** The link behind the one button: the first of these that is given. */
const actionsOf = {
  confirm: ["confirm"],
  remind: ["confirm"],
  thanks: [],
  already: ["preferences", "withdraw"],
  links: ["preferences", "withdraw"],
} satisfies Record<LetterKind, (keyof LetterLinks)[]>;

/** Links listed in addition; the button's own link is not repeated. */
const othersOf = {
  confirm: ["withdraw"],
  remind: ["withdraw"],
  thanks: ["preferences", "withdraw"],
  already: ["preferences", "withdraw"],
  links: ["preferences", "withdraw"],
} satisfies Record<LetterKind, (keyof LetterLinks)[]>;

/**
 * Selects the wording of a letter. Throws TypeError when `confirm` or `remind` lacks its link, or a link is not a
 * web address.
 */
export function wordLetter(kind: LetterKind, locale: Locale, facts: LetterFacts): LetterWording {
  const say = messagesIn(locale);
  const links = labelLinks(kind, facts.links, say);
  const action =
    sharing(kind, facts, say) ??
    actionsOf[kind].map((purpose) => links[purpose]).find((link) => link !== undefined);
  const asksForConsent = kind === "confirm" || kind === "remind";
  if (asksForConsent && !action) throw new TypeError(`A letter "${kind}" needs the link to confirm.`);
  const others = othersOf[kind]
    .map((purpose) => links[purpose])
    .filter((link) => link !== undefined)
    .filter((link) => link !== action);
  const ownList = kind === "already" || kind === "links";
  return {
    subject: say("subject", {
      subject: say(`${kind}.subject`),
      campaign: plainLine(facts.campaignName, longestName),
    }),
    title: titleOf(kind, facts, say),
    lead: say(`${kind}.lead`),
    opening: say(`${kind}.opening`),
    campaignName: isolate(plainLine(facts.campaignName, longestName)),
    headline: isolate(plainLine(facts.headline, longestHeadline)),
    office: facts.office === undefined ? undefined : say("to", { target: isolate(facts.office) }),
    action,
    addressNote: say("addressNote"),
    entries: asksForConsent ? (facts.entries ?? []) : [],
    after: [...afterOf(kind, facts, say), ...signatureOf(kind, facts)],
    more: ownList ? others : [],
    aside: { title: say(`${kind}.asideTitle`), text: say(`${kind}.aside`), links: ownList ? [] : others },
    closing: [
      { text: say(`${kind}.why`) },
      { text: say("organiser", { organiser: isolate(plainLine(facts.organiser, longestName)) }) },
      ...(facts.owner === undefined
        ? []
        : [{ text: say("owner", { organisation: isolate(plainLine(facts.owner, longestName)) }) }]),
      ...(links.unsubscribe ? [{ text: say("unsubscribe"), link: links.unsubscribe }] : []),
    ],
  };
}

/** Who thanks, as the organisation wrote it. */
function signatureOf(kind: LetterKind, { signature = [] }: LetterFacts): string[] {
  return kind === "thanks" ? signature.map((line) => isolate(plainLine(line, longestName))) : [];
}

/** The one link that may be passed on. */
function sharing(kind: LetterKind, { share }: LetterFacts, say: Translate): LetterLink | undefined {
  return kind === "thanks" && share !== undefined
    ? { label: say("link.share"), href: webAddress(share) }
    : undefined;
}

function labelLinks(kind: LetterKind, links: LetterLinks, say: Translate) {
  const label = (purpose: keyof LetterLinks, key: string): LetterLink | undefined => {
    const href = links[purpose];
    return href === undefined ? undefined : { label: say(`link.${key}`), href: webAddress(href) };
  };
  const pending = kind === "confirm" || kind === "remind";
  return {
    confirm: label("confirm", "confirm"),
    preferences: label("preferences", "preferences"),
    unsubscribe: label("unsubscribe", "unsubscribe"),
    withdraw: label("withdraw", pending ? "erase" : "withdraw"),
  } satisfies Record<keyof LetterLinks, LetterLink | undefined>;
}

/** SMTP allows lines of at most 998 bytes, and List-Unsubscribe contains a whole link. */
const longestLink = 900;

/** Checks that a link may appear in a letter. Throws TypeError when it is not a web address. */
export function webAddress(href: string): string {
  const printable = /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(href);
  const url = printable && href.length <= longestLink ? URL.parse(href) : null;
  if (url?.protocol === "https:" || url?.protocol === "http:") return href;
  throw new TypeError("A link of a letter must be a web address in printable ASCII, at most 900 characters.");
}

function titleOf(kind: LetterKind, facts: LetterFacts, say: Translate): string {
  const name = kind === "thanks" ? facts.greeting : undefined;
  return name === undefined ? say(`${kind}.title`) : say("thanks.titleNamed", { name: isolate(name) });
}

function afterOf(kind: LetterKind, facts: LetterFacts, say: Translate): string[] {
  if (kind === "thanks") return [say("thanks.after")];
  if (kind !== "confirm" && kind !== "remind") return [];
  return facts.until === undefined ? [] : [say(`${kind}.until`, { until: isolate(facts.until) })];
}

/** Date and time in UTC: the reader's time zone is unknown, and a date alone would be wrong for somebody. */
const momentFormats = new Map(
  languages.map(({ code, dates }) => [
    code,
    new Intl.DateTimeFormat(dates, {
      year: "numeric",
      month: "long",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone: "UTC",
      timeZoneName: "short",
    }),
  ]),
);

/** A date and time as a language writes them, in UTC. */
export function momentIn(locale: Locale, moment: Date): string {
  return momentFormats.get(frameOf(locale))?.format(moment) ?? moment.toISOString();
}

const dayFormats = new Map(
  languages.map(({ code, dates }) => [
    code,
    new Intl.DateTimeFormat(dates, { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" }),
  ]),
);

/** A day as a language writes it, in UTC. */
export function dayIn(locale: Locale, moment: Date): string {
  return dayFormats.get(frameOf(locale))?.format(moment) ?? moment.toISOString().slice(0, 10);
}
