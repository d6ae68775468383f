import type { TakenMail } from "../mail/take-mails.ts";

/** A letter as its reader sees it: who she is, what it is for, and its link. */
export type ReadLetter = { person: number; kind: "confirm" | "thanks" | "other"; path: string };

/** Digits of the number that `addressOf` puts before the @. */
const digits = 5;
/** Reads the person out of the address, and the first link that leads to a page of hers. */
export function readLetter({ to, raw }: TakenMail): ReadLetter {
  const local = to.slice(0, to.indexOf("@")).replace("+petitions", "");
  const person = Number.parseInt(local.slice(-digits).toLowerCase(), 36);
  const text = raw.toString("latin1").replaceAll("=\r\n", "");
  const found = /\/[a-z]{2}\/(confirm|receipt|withdraw)\/[\w-]{40}/u.exec(text);
  const kind = found === null ? "other" : found[1] === "confirm" ? "confirm" : "thanks";
  return { person, kind, path: found?.[0] ?? "" };
}
