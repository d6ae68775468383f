import type { FrameLocale, Locale } from "../../platform/languages/languages.ts";
import { numberInWords } from "./number-in-words.ts";
import { type Accent, type BundleMark, printFrame, textOf } from "./print-frame.ts";
import { type PrintWords, printWords } from "./print-words.ts";
import { typeset } from "./typeset.ts";

/** An organisation as a letter names it, with what is known of how to reach it. */
export type PrintedOrganisation = { name: string; address: string | null; website: string | null };

/** A wording and how many signed it, null where that is not told; its file in the bundle. */
export type PrintedWording = { locale: Locale; version: number; signatures: number | null; file: string };

/** A petition as it is handed over to the office that it addresses. */
export type Letter = {
  /** The language of the office's readers, as far as the campaign speaks it. */
  locale: FrameLocale;
  campaign: string;
  office: string;
  ask: string;
  signatures: number;
  /** All signatures and petitions of the bundle; null when it holds this petition alone. */
  whole: { signatures: number; petitions: number } | null;
  /** Where the signers live, when the bundle is of one country. */
  country: string | null;
  /** Days in UTC, such as 2026-01-31. */
  firstDay: string;
  lastDay: string;
  asOf: Date;
  collectedBy: PrintedOrganisation;
  handedOverBy: PrintedOrganisation;
  /** The wording that most people signed, as it was signed. */
  signed: PrintedWording & { text: string };
  /** The same version in the language of the letter, where that is another and the campaign published it. */
  translation: { locale: Locale; text: string; signatures: number | null } | null;
  /** Other wordings that were signed. */
  others: readonly PrintedWording[];
};

/** The letters of a bundle and what stands around them. */
export type LetterOrder = {
  /** One for each petition; at least one. */
  letters: readonly Letter[];
  /** The language of title and foot. */
  locale: FrameLocale;
  mark: BundleMark;
  accent: Accent;
};

/** Prints the letters of a bundle as one PDF, each on pages of its own. @throws DomainError `bundle-refused`. */
export async function printLetter({ letters, locale, mark, accent }: LetterOrder): Promise<Buffer> {
  const words = printWords(locale);
  const title = words.say("letter.title", { campaign: letters[0]?.campaign ?? "" });
  return typeset("letter", {
    ...printFrame({ locale, words, title, mark, accent }),
    letters: letters.map(contentsOf),
  });
}

function contentsOf(letter: Letter) {
  const words = printWords(letter.locale);
  const { say, number } = words;
  return {
    ...textOf(letter.locale),
    to: say("letter.to", { office: letter.office }),
    "as-of": say("asOf", { moment: words.moment(letter.asOf) }),
    title: say("letter.title", { campaign: letter.campaign }),
    opening: say("letter.opening", { count: letter.signatures, number: number(letter.signatures) }),
    facts: factsOf(letter, words),
    signed: signedOf(letter.signed, words),
    translation: translationOf(letter.translation, words),
    others: othersOf(letter.others, words),
    check: say("letter.check"),
    signing: {
      for: say("letter.for", { organisation: letter.handedOverBy.name }),
      name: say("letter.name"),
      place: say("letter.place"),
    },
  };
}

function factsOf(letter: Letter, words: PrintWords) {
  const { say, number } = words;
  const inWords = numberInWords(letter.signatures, letter.locale);
  const wordsKey = inWords.locale === letter.locale ? "letter.words" : "letter.wordsInEnglish";
  const { firstDay, lastDay, whole, country } = letter;
  const facts: [string, string | null][] = [
    ["letter.ask", letter.ask],
    ["letter.number", number(letter.signatures)],
    [wordsKey, inWords.words],
    ["letter.whole", whole && say("letter.wholeValue", numbersOf(whole, words))],
    ["letter.period", say("period", { first: words.day(firstDay), last: words.day(lastDay) })],
    ["letter.country", country && words.country(country)],
    ["letter.collected", reach(letter.collectedBy)],
    ["letter.handed", reach(letter.handedOverBy)],
  ];
  return facts.flatMap(([key, value]) => (value === null ? [] : [{ name: say(key), value }]));
}

function numbersOf({ signatures, petitions }: NonNullable<Letter["whole"]>, { number }: PrintWords) {
  return { number: number(signatures), petitions: number(petitions) };
}

/** Who it is and how to reach them, a line each. */
function reach({ name, address, website }: PrintedOrganisation): string {
  return [name, address, website].filter((line) => line !== null).join("\n");
}

function signedOf({ text, locale, version, signatures, file }: Letter["signed"], words: PrintWords) {
  const { say, language } = words;
  const note = say("letter.textNote", { language: language(locale), version, file });
  return { ...textOf(locale), text, title: say("letter.text"), note: noteOf(note, signatures, words) };
}

function translationOf(translation: Letter["translation"], words: PrintWords) {
  if (!translation) return null;
  const { text, locale, signatures } = translation;
  const { say, language } = words;
  const note = say("letter.translationNote", { language: language(locale) });
  return { ...textOf(locale), text, title: say("letter.translation"), note: noteOf(note, signatures, words) };
}

function noteOf(note: string, signatures: number | null, { say, number }: PrintWords): string {
  return signatures === null ? note : `${note}\n${say("letter.signedBy", { number: number(signatures) })}`;
}

function othersOf(others: readonly PrintedWording[], { say, number, language }: PrintWords) {
  if (others.length === 0) return null;
  return {
    title: say("letter.others"),
    columns: ["language", "file", "version", "number"].map((key) => say(`letter.${key}`)),
    rows: others.map(({ locale, version, signatures, file }) => [
      language(locale),
      file,
      number(version),
      signatures === null ? "" : number(signatures),
    ]),
  };
}
