import { promisify } from "node:util";
import { brotliCompress, gzip, constants as zlib } from "node:zlib";
import { negotiate } from "@fastify/accept-negotiator";

/** What texts are compressed with, the better one first. */
const encodings = ["br", "gzip"] as const;
export type Encoding = (typeof encodings)[number];

/** `quick` while somebody waits for the page; `utmost` for a file that is compressed once and sent for months. */
type Effort = "quick" | "utmost";

const withBrotli = promisify(brotliCompress);
const withGzip = promisify(gzip);

/** From here on compressing saves a packet. */
const worthwhile = 1_024;

/** The encoding that a browser likes best; undefined when it takes none of ours, or the text is too short to gain. */
export function chooseEncoding(
  accepted: string | string[] | undefined,
  length: number,
): Encoding | undefined {
  if (length < worthwhile) return undefined;
  const chosen = negotiate(String(accepted ?? ""), [...encodings]);
  return encodings.find((encoding) => encoding === chosen);
}

/** Compresses a text. */
export function encodeText(text: string | Buffer, encoding: Encoding, effort: Effort): Promise<Buffer> {
  if (encoding === "gzip") return withGzip(text, { level: effort === "quick" ? 6 : 9 });
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_MODE, BROTLI_PARAM_SIZE_HINT, BROTLI_MODE_TEXT } = zlib;
  return withBrotli(text, {
    params: {
      [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT,
      [BROTLI_PARAM_QUALITY]: effort === "quick" ? 5 : 11,
      [BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}
