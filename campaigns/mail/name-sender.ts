import addressparser from "nodemailer/lib/addressparser";
import { plainLine } from "./plain-line.ts";

const longestName = 100;

/**
 * The sender of a mail that an organisation is behind: its name, then that of the system in brackets, at the system's
 * address.
 */
export function nameSender(from: string, organisation: string): string {
  const [mailbox] = addressparser(from, { flatten: true });
  if (!mailbox?.address) return from;
  const own = mailbox.name && mailbox.name !== organisation ? ` (${mailbox.name})` : "";
  const name = plainLine(`${organisation}${own}`, longestName).replaceAll(/["\\<>]/g, "");
  return `"${name}" <${mailbox.address}>`;
}
