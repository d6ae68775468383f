import { fileURLToPath } from "node:url";
import { runAlone } from "../../platform/run-alone.ts";

/** The contents of a poster. */
export type Poster = {
  lang: string;
  direction: "ltr" | "rtl";
  name: string;
  headline: string;
  target: string;
  ask: string;
  /** What to do with the code: "Scan to sign". */
  scan: string;
  /** Where the code leads, in a form people can also type. */
  address: string;
  shown: string;
  foot: string;
  band: string;
  onBand: string;
};

const program = {
  path: fileURLToPath(new URL("poster-process.ts", import.meta.url)),
  /** Loading fonts and typesetting a page takes about a second, longer on a slow machine. */
  timeoutMs: 30_000,
  mostMemory: 1_500 * 1024 * 1024,
};

/** Typesets a poster as a one-page PDF in a separate process. */
export function drawPoster(poster: Poster): Promise<Buffer> {
  return runAlone(program, JSON.stringify(poster));
}
