import { type Static, Type } from "typebox";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { isSourceCode } from "#campaigns/petitions/source-codes/source-code.model.ts";
import { checkAnswers, type SignInput, type SignProblem } from "#campaigns/signing/intake/check-answers.ts";
import { tidyEmail } from "#campaigns/texts/check-email.ts";
import { tidyName } from "#campaigns/texts/check-name.ts";
import { mendMixedScripts } from "#campaigns/texts/mixed-scripts.ts";
import { suggestEmail } from "#campaigns/texts/suggest-email.ts";

/** The form's limits are generous: an answer that is too long comes back on a page that says what is wrong. */
const answer = Type.Optional(Type.String({ maxLength: 2_000 }));
const tick = Type.Optional(Type.Literal("yes"));

/** What a browser sends when somebody presses "Sign". */
export const signFormSchema = Type.Object(
  {
    name: answer,
    email: answer,
    country: answer,
    postcode: answer,
    petition: answer,
    // The petition of another country than the form's that was offered: who then presses "Sign" stays with the form's.
    offered: answer,
    // Asks for the form of this petition, with what is filled in; nothing is stored.
    turn: answer,
    source: answer,
    comment: answer,
    /** A mistyped answer was asked about once: now it holds as it was typed. */
    asked: tick,
    "consent.updates": tick,
    "consent.secretariat": tick,
    "consent.unnamed": tick,
    // Not asked any more; pages that were loaded before still send it.
    "consent.showName": tick,
  },
  { additionalProperties: false },
);

/** A sent form. */
export type SignForm = Static<typeof signFormSchema>;

/** The form's contents. */
export type FormAnswers = {
  name: string;
  email: string;
  country: string;
  postcode: string;
  source: string;
  offered: string;
  updates: boolean;
  secretariat: boolean;
  unnamed: boolean;
};

/** An answer that may be mistyped, and what was probably meant. */
export type Doubt = { field: "name" | "email"; typed: string; meant: string };

/** Why a sent form comes back: answers to correct, a question, or something that is not the signer's fault. */
export type FormTrouble =
  | { kind: "refused"; problems: SignProblem[] }
  | { kind: "other-petition"; own: Petition }
  | { kind: "petition-closed"; closed: Petition }
  | { kind: "doubt"; doubts: Doubt[] }
  | { kind: "filled-by-program" | "too-many" | "database-unavailable" | "storage-full" };

/** A form to sign one petition: untouched, or as it was sent with its problems. */
export type SignFormState = {
  campaign: Campaign;
  petition: Petition;
  answers: FormAnswers;
  /** Petitions that are not open then are not offered. */
  now: Date;
  trouble?: FormTrouble;
};

/** An untouched form; `country` and `source` come from the page's address. */
export function emptyAnswers(country: string, source: string | undefined): FormAnswers {
  const kept = source !== undefined && isSourceCode(source) ? source : "";
  const consent = { updates: false, secretariat: false, unnamed: false };
  return { name: "", email: "", country, postcode: "", source: kept, offered: "", ...consent };
}

/**
 * What of a sent form may be mistyped. Somebody who was asked once is believed, and never asked where nothing can be
 * said.
 */
export function findDoubts(campaign: Campaign, form: SignForm, locale: string): Doubt[] {
  const { name = "", email = "", asked } = form;
  if (asked) return [];
  const doubts = [
    { field: "name", typed: name, meant: mendMixedScripts(tidyName(name)) },
    { field: "email", typed: email, meant: suggestEmail(tidyEmail(email)) },
  ] as const;
  const found = doubts.flatMap(({ meant, ...doubt }) => (meant === undefined ? [] : { ...doubt, meant }));
  // What is wrong in any case is said first.
  const isWrong = found.length > 0 && Array.isArray(checkAnswers(campaign, signInputOf(form, locale)));
  return isWrong ? [] : found;
}

/** What somebody filled in, to show it again. */
export function sentAnswers(form: SignForm): FormAnswers {
  return {
    ...emptyAnswers(form.country ?? "", form.source),
    name: form.name ?? "",
    email: form.email ?? "",
    postcode: form.postcode ?? "",
    offered: form.offered ?? "",
    updates: form["consent.updates"] === "yes",
    secretariat: form["consent.secretariat"] === "yes",
    unnamed: form["consent.unnamed"] === "yes",
  };
}

/** Tells whether somebody has filled in anything of her own. */
export function isFilledIn({ name, email, postcode, updates, secretariat, unnamed }: FormAnswers): boolean {
  return updates || secretariat || unnamed || [name, email, postcode].some((answer) => answer !== "");
}

/** A sent form as the act takes it. An invalid source is dropped: it is not one of the signer's answers. */
export function signInputOf(form: SignForm, locale: string): SignInput {
  const { name, email, country, postcode, source, updates, secretariat, unnamed } = sentAnswers(form);
  return {
    name,
    email,
    country,
    locale,
    consent: { updates, secretariat, unnamed },
    ...(postcode === "" ? {} : { postcode }),
    ...(source === "" ? {} : { source }),
    ...(form.petition ? { petition: form.petition } : {}),
  };
}
