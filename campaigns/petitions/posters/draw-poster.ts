import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

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

const program = fileURLToPath(new URL("poster-process.ts", import.meta.url));
/** Fonts are read and a page is set in about a second; a slow machine may take its time. */
const longest = 30_000;
const largest = 20_000_000;

/** One at a time: each takes a processor, and people who sign come first. */
let last: Promise<unknown> = Promise.resolve();

/** Sets a poster as a PDF of one page, in a process of its own. */
export function drawPoster(poster: Poster): Promise<Buffer> {
  const drawn = last.then(() => run(JSON.stringify(poster)));
  last = drawn.catch(() => undefined);
  return drawn;
}

function run(input: string): Promise<Buffer> {
  return new Promise((done, fail) => {
    const options = { encoding: "buffer", timeout: longest, maxBuffer: largest } as const;
    const child = execFile(process.execPath, [program], options, (error, pdf) => {
      if (error) fail(error);
      else done(pdf);
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
