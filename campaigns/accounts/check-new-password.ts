import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

/** Why a password can't be taken. */
export type PasswordProblem = "too-short" | "too-long" | "is-common" | "is-known";

/** Length is what makes a password strong; NIST and ASVS ask for no mixture of characters. */
const shortest = 12;
const longest = 200;

/** Lists of stolen and common passwords, rows of keyboards, repeats, sequences and dates, and what people make of them. */
const lists = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: 64 });

/** Of five grades, from 0: from here on more than a hundred million guesses are needed. */
const strongEnough = 3;

/** Words that others would try here. */
const ownWords = ["sheaf", "ecpat", "petition", "signature", "organiser"];

/** Checks a new password; `known` are words about its owner that others know too: name, address, organisation. */
export function passwordProblem(password: string, known: readonly string[]): PasswordProblem | undefined {
  const length = [...password].length;
  if (length < shortest) return "too-short";
  if (length > longest) return "too-long";
  const plain = password.normalize("NFKC").toLowerCase();
  if (lists.check(plain).score < strongEnough) return "is-common";
  const words = [...ownWords, ...known.flatMap(wordsOf)];
  const left = words.reduce((rest, word) => rest.replaceAll(word, ""), plain);
  // What is left when all that anybody would guess is gone must still be something.
  return lists.check(left).score < strongEnough ? "is-known" : undefined;
}

function wordsOf(text: string): string[] {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 4);
}
