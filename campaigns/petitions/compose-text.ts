import { hashText, normaliseText } from "../texts/normalise-text.ts";
import { withoutMarks } from "../texts/parse-marked.ts";
import type { PetitionText } from "./campaign.ts";

/** The gap of a wording in which the name of the office is put. */
export const officeGap = "{office}";

/** The final text of a petition in one language, as it is signed: the wording with the office, without source marks. */
export function composeText(wording: string, office: string): PetitionText {
  const text = normaliseText(withoutMarks(wording).replaceAll(officeGap, () => office));
  return { text, sha256: hashText(text) };
}
