import type { mongo } from "mongoose";
import { addLetters, letterId } from "../../outbox/add-letters.ts";
import { day } from "../../platform/durations.ts";
import type { Deps } from "../deps.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import type { Pending } from "./pending.model.ts";

/** How long after signing somebody who has not confirmed is reminded. */
const reminderTime = 2 * day;

/** How long a signature waits for its confirmation. */
export const confirmationTime = 14 * day;

/**
 * Keeps the lines of a sheet until their mailboxes confirm them, and notes the letters that ask for it. All that is
 * part of the transaction that writes the sheet's result: a late run must not bring back what was erased meanwhile.
 */
export async function holdForConfirmation(
  deps: Pick<Deps, "database" | "now">,
  sheet: Sheet,
  session: mongo.ClientSession,
): Promise<void> {
  const pending = sheet.lines.map(
    (entry, line): Pending => ({
      _id: { sheet: sheet._id, line },
      campaign: sheet.campaign,
      entry,
      sealed: sheet.sealed?.[line] ?? Buffer.alloc(0),
      at: sheet.at,
      expiresAt: new Date(sheet.at.getTime() + confirmationTime),
      remindAt: new Date(sheet.at.getTime() + reminderTime),
    }),
  );
  await deps.database.pending.insertMany(pending, { session, ordered: false });
  await addLetters(
    deps,
    pending.map(({ _id: ref, entry }) => ({
      _id: letterId("confirm", ref),
      purpose: "confirm",
      ref,
      person: entry.person,
      ...(entry.mailbox && { mailbox: entry.mailbox }),
      campaign: sheet.campaign,
      petition: entry.petition,
      locale: entry.locale,
    })),
    { session },
  );
}
