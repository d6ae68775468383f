import { hashText, normaliseText } from "../texts/normalise-text.ts";
import { withoutMarks } from "../texts/parse-marked.ts";
import type { PetitionText } from "./campaign.ts";

/** The gap in a wording for the name of the office. */
export const officeGap = "{office}";

/**
 * The final text of a petition in one language, as it is signed: the wording with the office filled in, without
 * source marks.
 */
export function composeText(wording: string, office: string): PetitionText {
  const text = normaliseText(withoutMarks(wording).replaceAll(officeGap, () => office));
  return { text, sha256: hashText(text) };
}
