import validator from "validator";
import { asciiDomain } from "./canonical-email.ts";

/** What is wrong with an e-mail address. */
export type EmailProblem = "missing" | "too-long" | "not-an-address";

const longest = 254;
// Nearly every address looks like this; telling so at once saves a twelfth of what a signature costs the server.
const usual = /^[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}$/i;
const longestUsual = 64;
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const writable = /^[^\s\p{C}\ufffd<>()[\]\\,;:"@]{1,128}@[^\s\p{C}\ufffd<>()[\]\\,;:"@]{1,255}$/u;

/**
 * Brings a typed address into the spelling that is kept: without spaces around it, and without the signs that nobody
 * sees (of no width, soft hyphens, marks of direction), which come along when an address is copied from a page.
 */
export function tidyEmail(typed: string): string {
  return isUsual(typed) ? typed : typed.replace(unseen, "").trim();
}

/**
 * What an e-mail address is, wherever one is typed or written to; undefined when it can be one. No quoting, comments or
 * addresses of machines, and nothing that is not seen: `tidyEmail` takes that off.
 */
export function emailProblem(email: string): EmailProblem | undefined {
  if (isUsual(email)) return undefined;
  if (email === "") return "missing";
  if (email.length > longest) return "too-long";
  const isAddress = isWritable(email) && validator.isEmail(email, { allow_utf8_local_part: true });
  return isAddress && hasDomain(email) ? undefined : "not-an-address";
}

/**
 * Whether an address can be written into a mail's header and envelope: of the sender, which may be a machine, no more
 * is asked.
 */
export function isWritable(email: string): boolean {
  return email.isWellFormed() && writable.test(email) && tidyEmail(email) === email;
}

function isUsual(email: string): boolean {
  return email.length <= longestUsual && usual.test(email);
}

/** A domain that can't be written in ASCII has no mail; all such would be one and the same person. */
function hasDomain(email: string): boolean {
  const ascii = asciiDomain(email);
  return email.toLowerCase().endsWith(`@${ascii}`) || validator.isFQDN(ascii);
}
