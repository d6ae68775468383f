import { Types } from "mongoose";
import { DomainError } from "../../platform/errors.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";

/** What forms call an entry that waits: its sheet and index. It opens nothing without a link of its mailbox. */
export function entryName({ sheet, line }: LineRef): string {
  return `${sheet.toHexString()}-${line}`;
}

/** Reads a name of `entryName`. @throws DomainError `link-unknown` for any other text. */
export function readEntryName(name: string): LineRef {
  const [, sheet, line] = /^([0-9a-f]{24})-(\d{1,3})$/.exec(name) ?? [];
  if (sheet && line) return { sheet: new Types.ObjectId(sheet), line: Number(line) };
  throw new DomainError("link-unknown", "There is no such entry: open the link of the mail again.");
}
