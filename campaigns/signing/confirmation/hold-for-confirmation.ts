import type { mongo } from "mongoose";
import { addLetters, letterId } from "../../mail/add-letters.ts";
import { day } from "../../platform/durations.ts";
import type { Deps } from "../deps.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import type { Pending } from "./pending.model.ts";

/** How long a signature waits for its confirmation. */
export const confirmationTime = 14 * day;

/**
 * Keeps a sheet's lines until their mailboxes confirm them; returns the ids of the letters that ask for it. They are
 * stored in the transaction that writes the sheet's result, because a late run must not bring back what has been
 * erased since.
 */
export async function holdForConfirmation(
  deps: Pick<Deps, "database" | "now">,
  sheet: Sheet,
  session: mongo.ClientSession,
): Promise<string[]> {
  const pending = sheet.lines.map(
    (entry, line): Pending => ({
      _id: { sheet: sheet._id, line },
      campaign: sheet.campaign,
      entry,
      sealed: sheet.sealed?.[line] ?? Buffer.alloc(0),
      at: sheet.at,
      expiresAt: new Date(sheet.at.getTime() + confirmationTime),
    }),
  );
  await deps.database.pending.insertMany(pending, { session, ordered: false });
  await addLetters(
    deps,
    pending.map(({ _id: ref, entry }) => ({
      purpose: "confirm",
      ref,
      person: entry.person,
      campaign: sheet.campaign,
      petition: entry.petition,
      locale: entry.locale,
      dueAt: sheet.at,
    })),
  );
  return pending.map(({ _id: ref }) => letterId("confirm", ref));
}
