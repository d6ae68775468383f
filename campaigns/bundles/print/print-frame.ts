import { type FrameLocale, languageOf } from "../../platform/languages/languages.ts";
import type { PrintWords } from "./print-words.ts";

/**
 * Which bundle a print belongs to, at the foot of every page: its id, and the SHA-256 in hex of the file of it that
 * ties the paper to the data; with whom it was made for, so that a copy that gets elsewhere says whose it is.
 */
export type BundleMark = { id: string; file: string; sha256: string; recipient?: string | undefined };

/** A campaign's colour on paper, as `#rrggbb`. */
export type Accent = string;

type FrameOrder = { locale: FrameLocale; words: PrintWords; title: string; mark: BundleMark; accent: Accent };

/** What every print needs, whatever stands on its pages: language, title, foot. */
export function printFrame({ locale, words: { say }, title, mark, accent }: FrameOrder) {
  const { direction } = languageOf(locale);
  return {
    title,
    accent,
    ...textOf(locale),
    direction,
    foot: {
      bundle: [say("foot.bundle", { id: mark.id }), mark.recipient].filter(Boolean).join(" · "),
      hash: say("foot.hash", { file: mark.file, sha256: mark.sha256 }),
      // Typst counts the pages.
      page: say("foot.page", { page: "%1", pages: "%2" }),
      unknown: say("foot.unknown"),
    },
  };
}

/** A language as Typst asks for it: the code that chooses shapes and line breaks, and the direction. */
export function textOf(locale: string): { lang: string; direction: "ltr" | "rtl" } {
  const [lang = "en"] = locale.split("-");
  return { lang, direction: languageOf(locale).direction };
}
