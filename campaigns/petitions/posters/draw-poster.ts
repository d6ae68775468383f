import { fileURLToPath } from "node:url";
import { runAlone } from "../../platform/run-alone.ts";

/** What stands on a poster. */
export type Poster = {
  lang: string;
  direction: "ltr" | "rtl";
  name: string;
  headline: string;
  target: string;
  ask: string;
  /** What to do with the code: "Scan to sign". */
  scan: string;
  /** Where the code leads, and how people can type it. */
  address: string;
  shown: string;
  foot: string;
  band: string;
  onBand: string;
};

const program = {
  path: fileURLToPath(new URL("poster-process.ts", import.meta.url)),
  /** Fonts are read and a page is set in about a second; a slow machine may take its time. */
  timeoutMs: 30_000,
};

/** Sets a poster as a PDF of one page, in a process of its own. */
export function drawPoster(poster: Poster): Promise<Buffer> {
  return runAlone(program, JSON.stringify(poster));
}
