import { readFileSync } from "node:fs";
import { html } from "hono/html";
import { type Locale, languageOf } from "../languages/languages.ts";
import type { LetterLink, LetterWording } from "./letter-wording.ts";
import { isolatesAsHtml, withoutIsolates } from "./plain-line.ts";

type Values = Readonly<Record<string, string>>;
/** How often each block of the layout stands in the letter, and with which values. */
type Blocks = Readonly<Record<string, Values[]>>;
type Fill = (page: Values, blocks: Blocks) => string;

const layouts = { ltr: readLayout("ltr"), rtl: readLayout("rtl") };

/** Lays a letter out as HTML, in the layout of the language's direction. */
export function layOutHtml(wording: LetterWording, locale: Locale): string {
  const { direction, code } = languageOf(locale);
  const page = { language: code, pageTitle: withoutIsolates(wording.title) };
  return layouts[direction](page, blocksOf(wording));
}

function blocksOf(wording: LetterWording): Blocks {
  const { receipt, action, aside } = wording;
  const sameName = wording.campaignName === wording.headline;
  const texts = (list: string[]): Values[] => list.map((text) => ({ text }));
  const links = (list: LetterLink[]): Values[] => list.map(({ label, href }) => ({ label, href }));
  return {
    title: texts([wording.title]),
    lead: texts([wording.lead]),
    opening: texts([wording.opening]),
    campaign: texts(sameName ? [] : [wording.campaignName]),
    headline: texts([wording.headline]),
    receipt: receipt ? [receipt] : [],
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

/** The compiled layout, taken apart at its block comments once; foreign text is never searched for blocks or gaps. */
function readLayout(direction: "ltr" | "rtl"): Fill {
  const source = readFileSync(new URL(`./layout/letter-${direction}.mjml.html`, import.meta.url), "utf8");
  const parts = source.split(/<!-- block (\w+) -->(.*?)<!-- end \1 -->/su);
  return (page, blocks) => {
    let filled = "";
    for (let index = 0; index < parts.length; index += 3) {
      const [between = "", name, inside = ""] = parts.slice(index, index + 3);
      filled += fillGaps(between, page);
      if (name === undefined) continue;
      const occurrences = blocks[name];
      if (!occurrences) throw new RangeError(`The layout has a block "${name}" that no letter fills.`);
      filled += occurrences.map((values) => fillGaps(inside, values)).join("");
    }
    return filled;
  };
}

function fillGaps(source: string, values: Values): string {
  return source.replace(/\{\{(\w+)\}\}/g, (_gap, key: string) => {
    const value = values[key];
    if (value === undefined) throw new RangeError(`The layout has a gap "${key}" that no letter fills.`);
    return isolatesAsHtml(`${html`${value}`}`);
  });
}
