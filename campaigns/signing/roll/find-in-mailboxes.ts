import type { mongo } from "mongoose";
import { signatureId } from "../../petitions/person.ts";
import type { Database } from "../deps.ts";
import type { Signature } from "./signature.model.ts";

/**
 * The signatures of some mailboxes (`campaignMailbox`) that fit a filter, whatever tells their campaigns' people apart.
 */
export function findInMailboxes(
  { database }: { database: Pick<Database, "signatures"> },
  mailboxes: readonly Buffer[],
  filter: mongo.Filter<Signature>,
): Promise<Signature[]> {
  const ids = mailboxes.flatMap((mailbox) => [signatureId(mailbox, 0), signatureId(mailbox, 1)]);
  const theirs = [{ _id: { $in: ids } }, { mailbox: { $in: [...mailboxes] } }];
  return database.signatures.find({ $and: [{ $or: theirs }, filter] }).toArray();
}
