import type { mongo } from "mongoose";
import { findDuplicates } from "../platform/is-duplicate.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";
import type { Deps } from "./deps.ts";
import type {
  AccountLetter,
  ApprovalLetter,
  EnquiryLetter,
  LetterEntry,
  SignatureLetter,
  SignaturePurpose,
} from "./letter.model.ts";

type Owed<Letter> = Omit<Letter, "state" | "attempts" | "at" | "dueAt">;

/** The id of a letter about a line: one a purpose and line. */
export function letterId(purpose: SignaturePurpose, ref: LineRef): string {
  return `${purpose}-${ref.sheet.toHexString()}-${ref.line}`;
}

/** Writes that some letters are owed, to be sent at once; one that was written before stays as it is. */
export async function addLetters(
  { database, now }: Pick<Deps, "database" | "now">,
  letters: readonly (
    | Owed<SignatureLetter>
    | Owed<AccountLetter>
    | Owed<EnquiryLetter>
    | Owed<ApprovalLetter>
  )[],
  transaction: { session?: mongo.ClientSession } = {},
): Promise<void> {
  if (letters.length === 0) return;
  const at = now();
  const entries = letters.map(
    (letter): LetterEntry => ({ ...letter, state: "due", attempts: 0, at, dueAt: at }),
  );
  await database.letters.insertMany(entries, { ...transaction, ordered: false }).catch((error: unknown) => {
    // A run before this one has written some of them. In a transaction that is its end, and nothing is written.
    if (transaction.session || !findDuplicates(error)) throw error;
  });
}
