import type { LineRef } from "../platform/sealing/line-tokens.ts";
import type { Deps } from "./deps.ts";
import type { LetterEntry, LetterPurpose } from "./letter.model.ts";

/** The id of a letter: one per purpose and line. */
export function letterId(purpose: LetterPurpose, ref: LineRef): string {
  return `${purpose}-${ref.sheet.toHexString()}-${ref.line}`;
}

/** Stores letters to be sent; one that is already stored stays as it is. */
export async function addLetters(
  deps: Pick<Deps, "database" | "now">,
  letters: (Pick<LetterEntry, "purpose" | "person" | "campaign" | "petition" | "locale" | "dueAt"> & {
    ref: LineRef;
  })[],
): Promise<void> {
  if (letters.length === 0) return;
  await deps.database.letters.bulkWrite(
    letters.map((letter) => ({
      updateOne: {
        filter: { _id: letterId(letter.purpose, letter.ref) },
        update: { $setOnInsert: { ...letter, state: "due", attempts: 0, at: deps.now() } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}
