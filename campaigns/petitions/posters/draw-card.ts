import { fileURLToPath } from "node:url";
import { runAlone } from "../../platform/run-alone.ts";

/** The contents of the picture that a shared link shows. */
export type Card = {
  lang: string;
  direction: "ltr" | "rtl";
  name: string;
  headline: string;
  target: string;
  /** How many have signed, formatted; empty when it is not told. */
  figure: string;
  /** What the figure counts, or what to do instead. */
  words: string;
  /** The day of the figure. */
  day: string;
  band: string;
  onBand: string;
  onBandSoft: string;
  stalk: string;
};

/** Its size in pixels, as social networks ask for large cards. */
export const cardSize = { width: 1_200, height: 630 } as const;

const program = {
  path: fileURLToPath(new URL("card-process.ts", import.meta.url)),
  /** Loading fonts, typesetting and drawing take about a second, longer on a slow machine. */
  timeoutMs: 30_000,
  mostMemory: 1_500 * 1024 * 1024,
};

/** Draws a card as a PNG in a separate process. @throws DomainError `too-many` when too many wait already. */
export function drawCard(card: Card): Promise<Buffer> {
  return runAlone(program, JSON.stringify(card));
}
