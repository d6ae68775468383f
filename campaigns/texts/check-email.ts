import validator from "validator";
import { asciiDomain } from "./canonical-email.ts";

/** What can be wrong with an e-mail address. */
export type EmailProblem = "missing" | "too-long" | "not-an-address";

const longestEmail = 254;
// Nearly every address looks like this; telling so at once saves a twelfth of what a signature costs the server.
const usualEmail = /^[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}$/i;
const longestUsualEmail = 64;
const unseen = /[\p{Cc}\p{Cn}\p{Co}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffd]/u;

/** Checks an e-mail address; undefined when it can be one. No quoting, comments or addresses of machines. */
export function emailProblem(email: string): EmailProblem | undefined {
  if (email.length <= longestUsualEmail && usualEmail.test(email)) return undefined;
  if (email === "") return "missing";
  if (email.length > longestEmail) return "too-long";
  const plain = email.isWellFormed() && !email.includes('"') && !unseen.test(email);
  const isAddress = plain && validator.isEmail(email, { allow_utf8_local_part: true });
  return isAddress && hasDomain(email) ? undefined : "not-an-address";
}

/** A domain that can't be written in ASCII has no mail; all such would be one and the same person. */
function hasDomain(email: string): boolean {
  const ascii = asciiDomain(email);
  return email.toLowerCase().endsWith(`@${ascii}`) || validator.isFQDN(ascii);
}
