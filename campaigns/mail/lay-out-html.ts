import { frameOf, type Locale, languageOf } from "../platform/languages/languages.ts";
import type { LetterColours } from "./letter-colours.ts";
import type { LetterLink, LetterWording } from "./letter-wording.ts";
import { withoutIsolates } from "./plain-line.ts";
import { type Blocks, readLayout, type Values } from "./read-layout.ts";

const layouts = { ltr: readLayout("letter-ltr"), rtl: readLayout("letter-rtl") };

/** Lays out a letter as HTML, in the direction of its language and in a campaign's colours, or Sheaf's own. */
export function layOutHtml(wording: LetterWording, locale: Locale, colours?: LetterColours): string {
  const { direction, code } = languageOf(frameOf(locale));
  const page = { language: code, pageTitle: withoutIsolates(wording.title) };
  return layouts[direction](page, blocksOf(wording), colours);
}

function blocksOf(wording: LetterWording): Blocks {
  const { action, aside } = wording;
  const sameName = wording.campaignName === wording.headline;
  const texts = (list: string[]): Values[] => list.map((text) => ({ text }));
  const links = (list: LetterLink[]): Values[] => list.map(({ label, href }) => ({ label, href }));
  return {
    title: texts([wording.title]),
    lead: texts([wording.lead]),
    opening: texts([wording.opening]),
    campaign: texts(sameName ? [] : [wording.campaignName]),
    headline: texts([wording.headline]),
    entry: texts([...(wording.office === undefined ? [] : [wording.office]), ...wording.entries]),
    action: links(action ? [action] : []),
    address: action ? [{ text: wording.addressNote, href: action.href }] : [],
    after: texts(wording.after),
    more: links(wording.more),
    asidetitle: texts([aside.title]),
    aside: texts([aside.text]),
    asidelink: links(aside.links),
    closing: wording.closing.filter(({ link }) => !link).map(({ text }) => ({ text })),
    stop: wording.closing.flatMap(({ text, link }) =>
      link ? [{ text, label: link.label, href: link.href }] : [],
    ),
  };
}
