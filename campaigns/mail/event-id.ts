import type { Posted } from "./verp.ts";

/** The id of what was told of one mail: the same no matter who tells it. */
export function eventId(kind: string, posted: Posted): string {
  if (posted.kind === "letter") return `${kind}-${posted.letter}`;
  return `${kind}-${posted.update.toHexString()}-${posted.signature.toString("hex")}`;
}
