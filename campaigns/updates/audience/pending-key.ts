import { Types } from "mongoose";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";

/** The key of a pending entry as bytes: sheet, then line. */
export function writePendingKey({ sheet, line }: LineRef): Buffer {
  const key = Buffer.alloc(14);
  key.set(sheet.id, 0);
  key.writeUInt16BE(line, 12);
  return key;
}

/** Reads what `writePendingKey` wrote. */
export function readPendingKey(key: Uint8Array): LineRef {
  const bytes = Buffer.from(key);
  return { sheet: new Types.ObjectId(bytes.subarray(0, 12)), line: bytes.readUInt16BE(12) };
}
