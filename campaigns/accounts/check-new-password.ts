/** Why a password can't be taken. */
export type PasswordProblem = "too-short" | "too-long" | "too-simple" | "is-known";

/** Length is what makes a password strong; NIST and ASVS ask for no mixture of characters. */
const shortest = 12;
const longest = 200;

/** Beginnings that lists of broken passwords are full of, in the lengths that we take. */
const common = [
  "password",
  "passw0rd",
  "qwerty",
  "qwertz",
  "azerty",
  "letmein",
  "iloveyou",
  "welcome",
  "changeme",
  "administrator",
  "admin",
  "monkey",
  "dragon",
  "football",
  "abc123",
  "1q2w3e",
  "1qaz2wsx",
  "123456",
  "654321",
  "111111",
  "000000",
  "sheaf",
  "ecpat",
];

/** Checks a new password; `known` are words about its owner that others know too: name, address, organisation. */
export function passwordProblem(password: string, known: readonly string[]): PasswordProblem | undefined {
  const length = [...password].length;
  if (length < shortest) return "too-short";
  if (length > longest) return "too-long";
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < 5) return "too-simple";
  const left = [...common, ...known.flatMap(wordsOf)].reduce(
    (rest, word) => rest.replaceAll(word, ""),
    plain,
  );
  // What is left when all that anybody would guess is gone must still be something.
  if (new Set(left).size < 4) return "is-known";
  return undefined;
}

function wordsOf(text: string): string[] {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 4);
}
