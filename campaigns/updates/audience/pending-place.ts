import { Types } from "mongoose";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";

/** The key of an entry that waits for its confirmation, as bytes: sheet, then line. */
export function writePlace({ sheet, line }: LineRef): Buffer {
  const place = Buffer.alloc(14);
  place.set(sheet.id, 0);
  place.writeUInt16BE(line, 12);
  return place;
}

/** Reads what `writePlace` wrote. */
export function readPlace(place: Uint8Array): LineRef {
  const bytes = Buffer.from(place);
  return { sheet: new Types.ObjectId(bytes.subarray(0, 12)), line: bytes.readUInt16BE(12) };
}
