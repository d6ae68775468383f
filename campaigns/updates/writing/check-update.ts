import type { Campaign } from "../../petitions/campaign.ts";
import { isLocale, type Locale } from "../../platform/languages/languages.ts";
import { isCountry } from "../../texts/countries.ts";
import { splitSources } from "../composing/body-sources.ts";
import { findUnknownFields } from "../composing/merge-fields.ts";
import { findAddresses, renderBody } from "../composing/render-body.ts";
import type { Audience, Update, UpdateText } from "../update.model.ts";

import { checkFigures, type FigureProblem } from "./check-figures.ts";

/** Most characters that the line of a subject may have. */
export const longestSubject = 150;
/** Maximum number of characters in a body: about twenty pages. */
const longestBody = 50_000;

/** A reason why an update can't be sent. */
export type UpdateProblem = {
  /** Where: "subject.en", "body.fr", "texts", "fallback", "audience.countries". */
  field: string;
  code: string;
  /** One sentence that says what to do. */
  message: string;
  /** Something is only missing, not wrong: a draft may be saved like this. */
  unfinished: boolean;
  /** Figure and source that it speaks of. */
  gaps?: Record<string, string>;
};

type Checked = Pick<Update, "texts" | "fallback" | "audience" | "counted">;

/** Finds everything that keeps an update from being sent. */
export function checkUpdate(
  { texts, fallback, audience, counted = [] }: Checked,
  campaign: Campaign,
): UpdateProblem[] {
  const written = Object.entries(texts).flatMap(([locale, text]) => (text ? [[locale, text] as const] : []));
  const problems = written.flatMap(([locale, text]) =>
    isLocale(locale)
      ? [...checkText(locale, text), ...figureProblems(locale, text, campaign, counted)]
      : [wrong("texts", "language-unknown", `Sheaf has no "${locale}".`)],
  );
  if (written.length === 0)
    problems.push(missing("texts", "none", "Write the update in at least one language."));
  else if (!fallback.some((locale) => texts[locale]) && campaign.languages.some((locale) => !texts[locale])) {
    problems.push(
      missing("fallback", "none", "Choose which language readers get whose own the update does not have."),
    );
  }
  return [...problems, ...checkAudience(audience, campaign)];
}

function checkText(locale: Locale, { subject, body }: UpdateText): UpdateProblem[] {
  const problems: UpdateProblem[] = [];
  const refuse = (part: "subject" | "body", code: string, message: string) =>
    problems.push(wrong(`${part}.${locale}`, code, message));
  if (subject.trim() === "")
    problems.push(missing(`subject.${locale}`, "empty", `The subject in "${locale}" is empty.`));
  if ([...subject].length > longestSubject)
    refuse("subject", "long", `A subject has ${longestSubject} characters at most.`);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject)) refuse("subject", "lines", "A subject must be a single line.");
  if (body.length > longestBody) {
    refuse("body", "long", `A body has ${longestBody.toLocaleString("en")} characters at most.`);
    return problems;
  }
  for (const part of ["subject", "body"] as const) {
    const [unknown] = findUnknownFields(part === "subject" ? subject : body);
    if (unknown !== undefined)
      refuse(
        part,
        "field-unknown",
        `There is no field "${unknown}": use {{name}}, {{country}}, {{campaign}} or {{organisation}}.`,
      );
  }
  return [...problems, ...checkBody(locale, body)];
}

function checkBody(locale: Locale, body: string): UpdateProblem[] {
  const field = `body.${locale}`;
  const { links, pictures } = findAddresses(body);
  const problems: UpdateProblem[] = [];
  if ([...links, ...pictures].some((address) => /\{\{|%7B%7B/i.test(address)))
    problems.push(
      wrong(field, "field-in-link", "A field can't stand in a link: it would tell others who follows it."),
    );
  if (pictures.some((address) => !/^\/(?!\/)/.test(address)))
    problems.push(
      wrong(
        field,
        "picture-foreign",
        "Pictures come from here: a foreign one would tell its owner who reads.",
      ),
    );
  const { text } = renderBody(splitSources(body).words, { locale, publicUrl: "", mark: () => "x" });
  if (text === "") problems.push(missing(field, "empty", `The body in "${locale}" says nothing.`));
  return problems;
}

/** Figures without a source keep an update from leaving, not from being written. */
function figureProblems(
  locale: Locale,
  text: UpdateText,
  campaign: Campaign,
  counted: readonly string[],
): UpdateProblem[] {
  if (text.body.length > longestBody) return [];
  return checkFigures(text, campaign, counted).map(({ part, code, gaps }) => ({
    ...missing(`${part}.${locale}`, code, figureMessages[code]),
    gaps,
  }));
}

const figureMessages = {
  figure: "A figure has no source: put [^1] behind it, and below the text a line [^1]: with the source.",
  "figure-unsaid": "The source behind a figure does not have it: write there what the source says.",
  "source-unknown": "A mark has no source: name it on a line below the text.",
  "source-address": "A source has no address: add where it can be read.",
} as const satisfies Record<FigureProblem["code"], string>;

function checkAudience(audience: Audience, { petitions }: Campaign): UpdateProblem[] {
  const problems: UpdateProblem[] = [];
  const refuse = (field: string, code: string, message: string) =>
    problems.push(wrong(`audience.${field}`, code, message));
  if (audience.petitions?.some((id) => !petitions.some((petition) => petition.id === id)))
    refuse("petitions", "unknown", "One of the petitions is not in this campaign.");
  if (audience.countries?.some((code) => !isCountry(code)))
    refuse("countries", "unknown", "One of the countries has no such code.");
  if (audience.organisation && !petitions.some(({ organisation }) => organisation === audience.organisation))
    refuse("organisation", "unknown", "This organisation has no petition in this campaign.");
  const { joinedFrom, joinedBefore } = audience;
  for (const [field, day] of Object.entries({ joinedFrom, joinedBefore }))
    if (day && Number.isNaN(day.getTime())) refuse(field, "no-day", "There is no such day.");
  if (joinedFrom && joinedBefore && joinedFrom >= joinedBefore)
    refuse("joinedBefore", "order", "The second date must be after the first.");
  return problems;
}

function wrong(field: string, code: string, message: string): UpdateProblem {
  return { field, code, message, unfinished: false };
}

function missing(field: string, code: string, message: string): UpdateProblem {
  return { field, code, message, unfinished: true };
}
