import type { Approval, AskedChange } from "../../approvals/approval.model.ts";
import { layOutHtml } from "../../mail/lay-out-html.ts";
import { layOutText } from "../../mail/lay-out-text.ts";
import type { Letter } from "../../mail/letter.ts";
import { type LetterWording, messagesIn, webAddress } from "../../mail/letter-wording.ts";
import { isolate, plainLine } from "../../mail/plain-line.ts";
import {
  frameOf,
  isLocale,
  type Locale,
  languageOf,
  nearestLocale,
} from "../../platform/languages/languages.ts";
import type { Translate } from "../../platform/languages/translate.ts";
import { countryNames } from "../../texts/countries.ts";

/** What a letter about an approval is written from. */
type ApprovalFacts = Pick<Approval, "kind" | "thing" | "names" | "note" | "changes"> & {
  /** Who asks; undefined when the account is gone. */
  asker: string | undefined;
  organisation: string;
  link: string;
};

const longestName = 200;
const longestParagraph = 4_000;
/** More than this is read on the page. */
const mostParagraphs = 250;

/** Writes the letter that shows somebody who may approve it what is asked for, with the change in full. */
export function composeApproval(locale: Locale, facts: ApprovalFacts): Letter {
  const say = messagesIn(locale);
  const { organisation, asker, note } = facts;
  const title = say(titleKey(facts));
  const campaign = plainLine(nameIn(locale, facts.names), longestName);
  const who = isolate(plainLine(asker ?? organisation, longestName));
  const named = { organisation: isolate(plainLine(organisation, longestName)) };
  const shown = paragraphsOf(locale, say, facts.changes);
  const wording: LetterWording = {
    subject: say("subject", { subject: title, campaign }),
    title,
    lead: say("approval.lead", { who }),
    opening: say("approval.opening"),
    campaignName: isolate(campaign),
    headline: isolate(campaign),
    action: { label: say("approval.link"), href: webAddress(facts.link) },
    addressNote: say("addressNote"),
    entries: [],
    after: [
      ...(note === "" ? [] : [say("approval.note", { note: isolate(plainLine(note, longestParagraph)) })]),
      ...(shown.length > 0 ? [say("approval.changes")] : []),
      ...shown.slice(0, mostParagraphs),
      ...(shown.length > mostParagraphs ? [say("approval.more")] : []),
    ],
    more: [],
    aside: { title: say("approval.asideTitle"), text: say("approval.aside"), links: [] },
    closing: [{ text: say("approval.why", named) }],
  };
  return {
    subject: wording.subject,
    text: layOutText(wording, locale),
    html: layOutHtml(wording, locale),
    headers: { "Content-Language": locale },
  };
}

function titleKey({ kind, thing }: ApprovalFacts): string {
  const isEnding = kind === "close" || kind === "reopen" || kind === "archive" || kind === "dates";
  return `approval.${isEnding && thing !== null ? "titleOfPetition" : "title"}.${kind}`;
}

function nameIn(locale: Locale, names: ApprovalFacts["names"]): string {
  const written = names.map((name) => name.locale).filter(isLocale);
  const nearest = nearestLocale([locale], written, written[0] ?? "en");
  return names.find((name) => name.locale === nearest)?.text ?? "";
}

/** Each change under a line that says where it is, the old text before the new one. */
function paragraphsOf(locale: Locale, say: Translate, changes: readonly AskedChange[]): string[] {
  return changes.flatMap(({ about, was, becomes }) => {
    const what = isolate(
      "locale" in about && about.locale ? languageName(locale, about.locale) : labelOf(say, about),
    );
    const part = (way: "now" | "then" | "added" | "removed", text: string) =>
      text === "" ? [] : [say(`approval.${way}`, { what }), ...linesOf(wordsOf(locale, say, about, text))];
    // What is one line, such as a day, stands beside what it is.
    if ("label" in about && about.label && about.label !== "sources" && was === "")
      return [`${what}${colon(locale)}${isolate(wordsOf(locale, say, about, becomes))}`];
    return was !== "" && becomes !== ""
      ? [...part("now", was), ...part("then", becomes)]
      : [...part("removed", was), ...part("added", becomes)];
  });
}

function colon(locale: Locale): string {
  return frameOf(locale) === "fr" ? " : " : ": ";
}

function labelOf(say: Translate, about: AskedChange["about"]): string {
  return "label" in about ? say(`approval.label.${about.label}`) : "";
}

/** Reasons for closing and countries are stored by their codes. */
function wordsOf(locale: Locale, say: Translate, about: AskedChange["about"], text: string): string {
  const label = "label" in about ? about.label : undefined;
  if (label === "reason") return say(`approval.reasons.${text}`);
  if (label === "country")
    return countryNames(frameOf(locale)).find(({ code }) => code === text)?.name ?? text;
  return text;
}

function languageName(locale: Locale, code: string): string {
  const names = new Intl.DisplayNames(languageOf(frameOf(locale)).intl, { type: "language" });
  return isLocale(code) ? (names.of(languageOf(code).intl) ?? code) : code;
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => plainLine(line, longestParagraph))
    .filter((line) => line !== "")
    .map(isolate);
}
