import { mongo } from "mongoose";
import type { Deps } from "../deps.ts";
import { addLetters, letterId } from "../mail/add-letters.ts";
import type { Pending } from "./pending.model.ts";
import type { Sheet } from "./sheet.model.ts";

const day = 24 * 3600 * 1_000;

/** How long a signature waits for its confirmation. */
export const confirmationTime = 14 * day;

const duplicateKey = 11_000;

/** Keeps the lines of a sheet until their mailboxes confirm them; returns the ids of the letters that ask for it. */
export async function holdForConfirmation(
  deps: Pick<Deps, "database" | "now">,
  sheet: Sheet,
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
  await deps.database.pending.insertMany(pending, { ordered: false }).catch((error: unknown) => {
    // An earlier run of this sheet was here.
    if (!(error instanceof mongo.MongoBulkWriteError && error.code === duplicateKey)) throw error;
  });
  await addLetters(
    deps,
    pending.map(({ _id: ref, entry }) => ({
      purpose: "confirm",
      ref,
      person: entry.person,
      campaign: sheet.campaign,
      locale: entry.locale,
      dueAt: sheet.at,
    })),
  );
  return pending.map(({ _id: ref }) => letterId("confirm", ref));
}
