import { Types } from "mongoose";

const beginning = "account-";

/** The id under which queue `mail` knows the letter of a ticket. */
export function accountLetterId(ticket: Types.ObjectId): string {
  return `${beginning}${ticket.toHexString()}`;
}

/** The ticket of such a letter; null for any other kind of letter. */
export function ticketOfLetter(letter: string): Types.ObjectId | null {
  const id = letter.startsWith(beginning) ? letter.slice(beginning.length) : "";
  return /^[0-9a-f]{24}$/.test(id) ? new Types.ObjectId(id) : null;
}
