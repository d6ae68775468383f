import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

/*
 * Makes web/icon.png and web/card.png from web/mark.svg: the icon of a phone's home screen, and what links to pages
 * without a picture of their own show.
 */

const web = fileURLToPath(new URL("../web/", import.meta.url));
const band = "#17365d";
const mark = readFileSync(`${web}mark.svg`, "utf8").replace("#3d8a76", "#f6b26b");

async function draw(name: string, width: number, height: number, size: number): Promise<void> {
  const drawn = await sharp(Buffer.from(mark), { density: 72 * (size / 24) })
    .resize(size)
    .toBuffer();
  await sharp({ create: { width, height, channels: 3, background: band } })
    .composite([{ input: drawn }])
    .png({ compressionLevel: 9, palette: true })
    .toFile(`${web}${name}`);
}

await draw("icon.png", 180, 180, 120);
await draw("card.png", 1_200, 630, 320);
