import type { ProblemCode, SignProblem } from "#campaigns/signing/intake/check-answers.ts";

const messages: Record<ProblemCode, string> = {
  missing: "Write an answer here.",
  "too-long": "This is too long.",
  "not-an-address": "Write an e-mail address like name@example.org.",
  "not-a-name": "Write a name: letters, no control or invisible characters, not beginning like a formula.",
  "has-a-link": "A name holds no link, no address of a site and no e-mail address.",
  "not-a-country": "Give a country by its ISO 3166-1 alpha-2 code in capitals, like TH.",
  "not-a-postcode": "Write a postcode: letters, digits, spaces and hyphens.",
  "not-a-language": "Give one of the languages of the campaign, like en.",
  "unknown-petition": "This campaign has no such petition.",
  "not-a-source": "A source is up to 40 letters, digits, - and _.",
};

/** Answers that passed the schema but not the rules; the API lists them like schema errors, with status 422. */
export class InvalidAnswers extends Error {
  readonly statusCode = 422;
  readonly code = "ANSWERS";
  readonly validation: { instancePath: string; message: string }[];

  constructor(problems: SignProblem[]) {
    super("Some answers can't be taken; each is listed.");
    this.validation = problems.map(({ field, code }) => ({
      instancePath: `/${field}`,
      message: messages[code],
    }));
  }
}
