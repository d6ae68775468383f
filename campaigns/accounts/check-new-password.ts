import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { isBreached, plainPassword } from "./breached-passwords.ts";

/** Why a password can't be taken. */
export type PasswordProblem = "too-short" | "too-long" | "is-common" | "is-known";

/** Length is what makes a password strong; NIST and ASVS ask for no mixture of characters. */
export const shortestPassword = 12;
const longest = 200;

/** Lists of stolen and common passwords, rows of keyboards, repeats, sequences and dates, and what people make of them. */
const lists = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: 64 });

/** Of five grades, the best: ten thousand million guesses are needed. A common word with digits and signs is below. */
const strongEnough = 4;

/** Words that others would try here. */
const ownWords = ["sheaf", "ecpat", "petition", "signature", "organiser"];

/** Checks a new password; `known` are words about its owner that others know too: name, address, organisation. */
export async function passwordProblem(
  password: string,
  known: readonly string[],
): Promise<PasswordProblem | undefined> {
  const length = [...password].length;
  if (length < shortestPassword) return "too-short";
  if (length > longest) return "too-long";
  const plain = plainPassword(password);
  if (lists.check(plain).score < strongEnough || (await isBreached(password))) return "is-common";
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
