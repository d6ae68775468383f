import { readFileSync } from "node:fs";
import { html } from "hono/html";
import { colourGaps, colourValues, type LetterColours, ownColours } from "./letter-colours.ts";
import { isolatesAsHtml } from "./plain-line.ts";

/** The values for a block's gaps, by name. */
export type Values = Readonly<Record<string, string>>;
/** How often each block of the layout appears in the mail, and with which values. */
export type Blocks = Readonly<Record<string, Values[]>>;
/** Fills a layout, in Sheaf's own colours unless a campaign's are given. */
type Fill = (page: Values, blocks: Blocks, colours?: LetterColours) => string;

/** A compiled layout, split at its block comments once; foreign text is never searched for blocks or gaps. */
export function readLayout(name: string): Fill {
  const compiled = readFileSync(new URL(`./layout/${name}.mjml.html`, import.meta.url), "utf8");
  const source = colourGaps(compiled);
  const parts = source.split(/<!-- block (\w+) -->(.*?)<!-- end \1 -->/su);
  return (page, blocks, colours = ownColours) => {
    const worn = colourValues(colours);
    let filled = "";
    for (let index = 0; index < parts.length; index += 3) {
      const [between = "", name, inside = ""] = parts.slice(index, index + 3);
      filled += fillGaps(between, { ...page, ...worn });
      if (name === undefined) continue;
      const occurrences = blocks[name];
      if (!occurrences) throw new RangeError(`The layout has a block "${name}" that no letter fills.`);
      filled += occurrences.map((values) => fillGaps(inside, { ...values, ...worn })).join("");
    }
    return filled;
  };
}

function fillGaps(source: string, values: Values): string {
  return source.replace(/\{\{([\w-]+)\}\}/g, (_gap, key: string) => {
    const value = values[key];
    if (value === undefined) throw new RangeError(`The layout has a gap "${key}" that no letter fills.`);
    return isolatesAsHtml(`${html`${value}`}`);
  });
}
