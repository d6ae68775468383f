import { createHash } from "node:crypto";
import sharp from "sharp";
import { type Actor, recordAudit } from "../../audit/record-audit.ts";
import { DomainError } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import type { Picture, PictureFormat } from "./picture.model.ts";

/** Widest a picture gets, in pixels: twice what a mail is wide, for fine screens. */
const widest = 1_200;
const highest = 2_400;
/** A small file can unpack into a picture that fills the memory. */
const mostPixels = 40_000_000;
/** A mail with a heavier picture is opened by nobody who pays for every megabyte. */
const heaviest = 600_000;

/** What we read; SVG is a program, not a picture. */
const readable = ["jpeg", "png", "webp", "gif"];

type Owner = { campaign: string; organisation: string; actor: Actor };

/**
 * Makes a picture anew from an uploaded file, without its metadata (where it was taken, by which camera), and keeps it.
 * The same file again gives the same picture.
 * @throws DomainError `picture-refused` when it is no picture that we read, or too large a one.
 */
export async function storePicture(
  deps: Pick<Deps, "database" | "now">,
  { campaign, organisation, actor }: Owner,
  file: Uint8Array,
): Promise<Omit<Picture, "content">> {
  const { content, ...seen } = await makeAnew(file);
  const _id = createHash("sha256").update(campaign).update("\n").update(content).digest("hex").slice(0, 32);
  const picture = { campaign, organisation, ...seen, at: deps.now() };
  const whole = { $setOnInsert: { ...picture, content } };
  await withTransaction(deps, async (inner) => {
    await inner.database.pictures.updateOne({ _id }, whole, { upsert: true, ...inner.transaction });
    await recordAudit(inner, actor, "picture.add", `picture/${_id}`);
  });
  return { _id, ...picture };
}

type Made = Pick<Picture, "format" | "width" | "height" | "content">;

async function makeAnew(file: Uint8Array): Promise<Made> {
  const { isOpaque } = await look(file);
  // A photograph is a JPEG; what lets its ground shine through must stay a PNG.
  const formats: PictureFormat[] = isOpaque ? ["jpeg"] : ["png", "jpeg"];
  for (const format of formats) {
    for (const width of [widest, widest / 2]) {
      const made = await encode(file, format, width);
      if (made.content.length <= heaviest) return made;
    }
  }
  return refuse("This picture stays above 600 KB however it is made: choose a simpler one.");
}

async function look(file: Uint8Array): Promise<{ isOpaque: boolean }> {
  if (file.length === 0) return refuse("No file was chosen: choose a picture first.");
  const open = sharp(file, { limitInputPixels: mostPixels });
  const seen = await open.metadata().catch(() => undefined);
  if (!seen || !readable.includes(seen.format))
    return refuse("This file is no JPEG, PNG, WebP or GIF picture: choose another one.");
  const stats = await open.stats().catch(() => undefined);
  return stats ?? refuse("This picture is damaged, or larger than 40 million pixels: choose another one.");
}

async function encode(file: Uint8Array, format: PictureFormat, width: number): Promise<Made> {
  const sized = sharp(file, { limitInputPixels: mostPixels })
    // The camera's note on which way is up goes with the metadata.
    .autoOrient()
    .resize({ width, height: highest, fit: "inside", withoutEnlargement: true });
  const made =
    format === "png"
      ? sized.png({ compressionLevel: 9, palette: true })
      : sized.flatten({ background: "#ffffff" }).jpeg({ quality: 80, mozjpeg: true });
  const { data, info } = await made.toBuffer({ resolveWithObject: true });
  return { format, width: info.width, height: info.height, content: data };
}

function refuse(message: string): never {
  throw new DomainError("picture-refused", message);
}
