import { frameOf, type Locale, languageOf } from "../platform/languages/languages.ts";
import type { LetterLink, LetterWording } from "./letter-wording.ts";
import { isolatesThatMatter } from "./plain-line.ts";
import { wrapLines } from "./wrap-lines.ts";

const indent = "    ";

/** Lays out a letter as plain text: lines of about 72 characters, and every link unbroken on a line of its own. */
export function layOutText(wording: LetterWording, locale: Locale): string {
  const { direction, intl } = languageOf(frameOf(locale));
  const wrap = (text: string, margin = "") => wrapLines(text, { intl, margin });
  const linked = (link: LetterLink) => `${wrap(`${link.label}:`)}\n${link.href}`;
  const { action, aside } = wording;
  const names = [...new Set([wording.campaignName, wording.headline])];
  const blocks = [
    wrap(wording.title),
    wrap(wording.lead),
    wrap(wording.opening),
    [
      ...[...names, ...(wording.office === undefined ? [] : [wording.office])].map((name) =>
        wrap(name, indent),
      ),
      ...wording.entries.map((entry) => indent + entry),
    ].join("\n"),
    ...(action ? [linked(action)] : []),
    ...wording.after.map((text) => wrap(text)),
    ...wording.more.map(linked),
    `${wrap(aside.title)}\n${wrap(aside.text)}`,
    ...aside.links.map(linked),
    "----",
    ...wording.closing.map(({ text, link }) => (link ? `${wrap(text)}\n${link.href}` : wrap(text))),
  ];
  return `${isolatesThatMatter(blocks.join("\n\n"), direction)}\n`;
}
