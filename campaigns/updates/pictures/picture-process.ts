import { buffer } from "node:stream/consumers";
import sharp from "sharp";

/*
 * A program of its own: reads a file from its input and writes what it is and the picture made from it, or why there is
 * none.
 */

/** Widest a picture gets, in pixels: twice what a mail is wide, for fine screens. */
const widest = 1_200;
const highest = 2_400;
/** A small file can unpack into a picture that fills the memory; the head says its size before anything is unpacked. */
const mostPixels = 16_000_000;
/** A mail with a heavier picture is opened by nobody who pays for every megabyte. */
const heaviest = 600_000;

/** What we read; SVG is a program, not a picture. */
const readable = ["jpeg", "png", "webp", "gif"];

type Format = "jpeg" | "png";
type Made = { format: Format; width: number; height: number; content: Buffer };

sharp.concurrency(1);
const made = await make(await buffer(process.stdin));
if (typeof made === "string") process.stdout.write(`${JSON.stringify({ refused: made })}\n`);
else {
  const { content, ...seen } = made;
  process.stdout.write(Buffer.concat([Buffer.from(`${JSON.stringify(seen)}\n`), content]));
}

async function make(file: Buffer): Promise<Made | string> {
  const open = () => sharp(file, { limitInputPixels: mostPixels });
  // Only the head is read here.
  const seen = await sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (!seen || !readable.includes(seen.format))
    return "This file is no JPEG, PNG, WebP or GIF picture: choose another one.";
  if (seen.width * seen.height > mostPixels)
    return "This picture is larger than 16 million pixels: choose a smaller one.";
  const sized = await open()
    // The camera's note on which way is up goes with the metadata.
    .autoOrient()
    .resize({ width: widest, height: highest, fit: "inside", withoutEnlargement: true })
    .png({ compressionLevel: 1 })
    .toBuffer()
    .catch(() => undefined);
  if (!sized) return "This picture is damaged: choose another one.";
  const { isOpaque } = await sharp(sized).stats();
  // A photograph is a JPEG; what lets its ground shine through must stay a PNG.
  const formats: Format[] = isOpaque ? ["jpeg"] : ["png", "jpeg"];
  for (const format of formats) {
    for (const width of [widest, widest / 2]) {
      const one = await encode(sized, format, width);
      if (one.content.length <= heaviest) return one;
    }
  }
  return "This picture stays above 600 KB however it is made: choose a simpler one.";
}

async function encode(file: Buffer, format: Format, width: number): Promise<Made> {
  const sized = sharp(file).resize({ width, withoutEnlargement: true });
  const encoded =
    format === "png"
      ? sized.png({ compressionLevel: 9, palette: true })
      : sized.flatten({ background: "#ffffff" }).jpeg({ quality: 80, mozjpeg: true });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
  return { format, width: info.width, height: info.height, content: data };
}
