import type { Campaign, Petition } from "../../petitions/campaign.ts";
import { petitionFor } from "../../petitions/petition-for.ts";
import { isSourceCode } from "../../petitions/source-codes/source-code.model.ts";
import type { Locale } from "../../platform/languages/languages.ts";
import { emailProblem, tidyEmail } from "../../texts/check-email.ts";
import { nameProblem, tidyName } from "../../texts/check-name.ts";
import { postcodeProblem, tidyPostcode } from "../../texts/check-postcode.ts";
import { isCountry } from "../../texts/countries.ts";

/** What a signer sends, unchecked. */
export type SignInput = {
  name: string;
  email: string;
  country: string;
  postcode?: string;
  locale: string;
  petition?: string;
  source?: string;
  /**
   * `secretariat`: news from it too, if the petition belongs to another organisation; `unnamed`: officials are not to
   * get her name.
   */
  consent: { updates: boolean; secretariat?: boolean; unnamed?: boolean };
};

/** What is wrong with an answer; pages and API put it into words. */
export type ProblemCode =
  | "missing"
  | "too-long"
  | "not-an-address"
  | "not-a-name"
  | "has-a-link"
  | "not-a-country"
  | "not-a-postcode"
  | "not-a-language"
  | "unknown-petition"
  | "not-a-source";

/** An answer that is refused. */
export type SignProblem = { field: Exclude<keyof SignInput, "consent">; code: ProblemCode };

/** Checked and normalised answers. */
export type Answers = {
  name: string;
  email: string;
  country: string;
  postcode: string;
  locale: Locale;
  petition: Petition;
  source: string | undefined;
};

/** Checks all answers at once and lists every problem, in the order of the form. */
export function checkAnswers(campaign: Campaign, input: Omit<SignInput, "consent">): Answers | SignProblem[] {
  const name = tidyName(input.name);
  const email = tidyEmail(input.email);
  const postcode = campaign.asksPostcode ? tidyPostcode(input.postcode ?? "", input.country) : "";
  const problems: SignProblem[] = [];
  const note = (field: SignProblem["field"], code: ProblemCode | undefined) => {
    if (code) problems.push({ field, code });
  };
  note("name", nameProblem(input.name, name));
  note("email", emailProblem(email));
  note("country", countryProblem(input.country));
  if (campaign.asksPostcode) note("postcode", postcodeProblem(postcode, input.country));
  const petition = findPetition(campaign, input);
  if (!petition) problems.push({ field: "petition", code: "unknown-petition" });
  const hasLanguage = campaign.languages.includes(input.locale);
  if (!hasLanguage) problems.push({ field: "locale", code: "not-a-language" });
  if (input.source !== undefined && !isSourceCode(input.source)) note("source", "not-a-source");
  if (problems.length > 0 || !petition) return problems;
  return {
    name,
    email,
    country: input.country,
    postcode,
    locale: input.locale,
    petition,
    source: input.source,
  };
}

function countryProblem(country: string): ProblemCode | undefined {
  if (country === "") return "missing";
  return isCountry(country) ? undefined : "not-a-country";
}

/** The petition that was named, or else the one for the signer's country. */
function findPetition(
  campaign: Campaign,
  input: Pick<SignInput, "petition" | "country">,
): Petition | undefined {
  const named = input.petition;
  if (named !== undefined) return campaign.petitions.find((petition) => petition.id === named);
  return petitionFor(campaign, input.country);
}
