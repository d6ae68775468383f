import { readFileSync } from "node:fs";
import sharp from "sharp";
import { openCompiler, readInputs } from "./open-compiler.ts";

/*
 * A separate program: reads a card's contents as JSON from its input and writes the PNG to its output. Typst sets the
 * texts, because it shapes Thai and Arabic; sharp makes pixels of them.
 */

const width = 1_200;

sharp.concurrency(1);
const inputs = readInputs(readFileSync(0, "utf8"));
const mainFileContent = readFileSync(new URL("card.typ", import.meta.url), "utf8");
const drawing = openCompiler().plainSvg({ mainFileContent, inputs });
const picture = sharp(Buffer.from(drawing), { density: 144 })
  .resize({ width })
  .flatten({ background: inputs.band ?? "#17365d" })
  .png({ compressionLevel: 9, palette: true });
process.stdout.write(await picture.toBuffer());
