import type { Answers, SignInput } from "#campaigns/signing/intake/check-answers.ts";
import type { Typed } from "../../page/known-browser.ts";

/** What a browser remembers of a form that was stored. */
export function typedOf(answers: Answers, { consent }: Pick<SignInput, "consent">): Typed {
  const { name, email, country, postcode, petition, source } = answers;
  const { updates, secretariat = false, unnamed = false } = consent;
  const typed = {
    name,
    email,
    country,
    postcode,
    petition: petition.id,
    consent: { updates, secretariat, unnamed },
  };
  return source === undefined ? typed : { ...typed, source };
}
