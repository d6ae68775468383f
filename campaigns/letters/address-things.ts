import type { mongo } from "mongoose";
import type { StoredAccount } from "../accounts/account.model.ts";
import { readAccount } from "../accounts/read-account.ts";
import type { LetterEntry } from "../outbox/letter.model.ts";
import type { Deps } from "./deps.ts";
import type { Ending, LetterMail } from "./mail.ts";

/** Things that letters to accounts are about, and how such a letter is written. */
export type Things<Thing> = {
  /** Finds those that are still there. */
  find(ids: mongo.ObjectId[]): Promise<Thing[]>;
  /** The id of the thing that a letter is about. */
  idOf(entry: LetterEntry): mongo.ObjectId | undefined;
  write(entry: LetterEntry, thing: Thing, reader: StoredAccount): Promise<Buffer>;
  /** Why a letter is not sent whose thing or reader is gone. */
  gone: string;
};

/** Whom letters about some things go to, and those that nobody is to get any more. */
export async function addressThings<Thing extends { _id: mongo.ObjectId }>(
  { database, keys }: Pick<Deps, "database" | "keys">,
  entries: readonly LetterEntry[],
  { find, idOf, write, gone }: Things<Thing>,
): Promise<{ mails: LetterMail[]; endings: Ending[] }> {
  if (entries.length === 0) return { mails: [], endings: [] };
  const readers = entries.flatMap(({ account }) => account ?? []);
  const [found, known] = await Promise.all([
    find(entries.flatMap((entry) => idOf(entry) ?? [])),
    database.accounts.find({ _id: { $in: readers }, state: "active" }).toArray(),
  ]);
  const mails: LetterMail[] = [];
  const endings: Ending[] = [];
  for (const entry of entries) {
    const thing = found.find(({ _id }) => idOf(entry)?.equals(_id));
    const reader = known.find(({ _id }) => entry.account?.equals(_id));
    if (!thing || !reader) {
      endings.push({ ids: [entry._id], to: "skipped", reason: gone });
      continue;
    }
    mails.push({
      id: entry._id,
      carries: [entry._id],
      covers: undefined,
      attempts: entry.attempts,
      to: readAccount(keys, reader).email,
      allowance: undefined,
      about: undefined,
      write: () => write(entry, thing, reader),
    });
  }
  return { mails, endings };
}
