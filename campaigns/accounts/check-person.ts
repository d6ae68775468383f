import type { Account } from "../access/account.ts";
import { type EmailProblem, emailProblem, tidyEmail } from "../texts/check-email.ts";
import { type NameProblem, nameProblem, tidyName } from "../texts/check-name.ts";

/** What can be wrong with an account's name or e-mail. */
export type PersonProblem = { field: "name" | "email"; code: EmailProblem | NameProblem };

/** Checks name and e-mail like the sign form does, and normalises their spelling. */
export function checkPerson(input: Pick<Account, "name" | "email">): {
  person: Pick<Account, "name" | "email">;
  problems: PersonProblem[];
} {
  const name = tidyName(input.name);
  const email = tidyEmail(input.email);
  const checks = { name: nameProblem(input.name, name), email: emailProblem(email) };
  const problems = (["name", "email"] as const).flatMap((field) => {
    const code = checks[field];
    return code ? [{ field, code }] : [];
  });
  return { person: { name, email }, problems };
}
