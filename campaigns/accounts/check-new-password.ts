import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { isBreached, plainPassword } from "./breached-passwords.ts";

/** Why a password is refused. */
export type PasswordProblem = "too-short" | "too-long" | "is-common" | "is-known";

/** Length makes a password strong; NIST and ASVS ask for no mix of character types. */
export const shortestPassword = 12;
const longest = 200;

/** Lists of stolen and common passwords, keyboard rows, repeats, sequences and dates, with the usual variations. */
const lists = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: 64 });

/** Of five grades, the best: ten thousand million guesses are needed. A common word with digits and signs is below. */
const strongEnough = 4;

/** Words that an attacker would try here. */
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
  // What remains once everything guessable is removed must still be long enough.
  return lists.check(left).score < strongEnough ? "is-known" : undefined;
}

function wordsOf(text: string): string[] {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 4);
}
