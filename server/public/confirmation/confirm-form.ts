import { type Static, Type } from "typebox";
import type { Campaign, Petition, PetitionVersion } from "#campaigns/petitions/campaign.ts";
import type { ConfirmInput } from "#campaigns/signing/confirmation/confirm-signature.ts";
import type { WaitingEntry } from "#campaigns/signing/confirmation/open-confirmation.ts";
import type { SignProblem } from "#campaigns/signing/intake/check-answers.ts";

const answer = Type.Optional(Type.String({ maxLength: 2_000 }));
const name = Type.Optional(Type.String({ maxLength: 80 }));
const tick = Type.Optional(Type.Literal("yes"));

const fields = Type.Object(
  {
    entry: Type.Optional(Type.String({ pattern: "^[0-9a-f]{24}-[0-9]{1,3}$" })),
    /** Told by the page, so that the form can come back while the database is away. */
    campaign: name,
    petition: name,
    name: answer,
    country: answer,
    postcode: answer,
    "consent.updates": tick,
    "consent.secretariat": tick,
    "consent.unnamed": tick,
  },
  { additionalProperties: false },
);

/** What a browser sends when somebody presses "Confirm my signature"; a program may send nothing. */
export const confirmFormSchema = Type.Union([fields, Type.Null()]);

/** A sent form. */
export type ConfirmForm = Static<typeof fields>;

/** A form that confirms one entry: as it was entered, or as it was sent. */
export type ConfirmFormState = {
  campaign: Campaign;
  token: string;
  entry: string;
  petition: Petition;
  /** What was signed; unknown while the database is away. */
  signed?: { version: PetitionVersion; locale: WaitingEntry["locale"] };
  answers: { name: string; country: string; postcode: string };
  ticks: WaitingEntry["asked"];
  /** What was asked for where that does not hold by itself. */
  asked?: WaitingEntry["asked"];
  /** Until when it can be confirmed. */
  until?: Date;
  trouble?: ConfirmTrouble;
  /** How many other entries wait in the same mailbox. */
  others: number;
};

/** Why a sent form comes back. */
export type ConfirmTrouble =
  | { kind: "refused"; problems: SignProblem[] }
  | { kind: "database-unavailable" | "storage-full" };

/** The form of an entry as it waits: in the browser that made it her own ticks stand, in any other one none does. */
export function waitingForm(
  campaign: Campaign,
  token: string,
  waiting: WaitingEntry,
  others: number,
): ConfirmFormState {
  const { entry, petition, version, locale, name, country, postcode, asked, isOwn, expiresAt } = waiting;
  const ticks = isOwn ? asked : { updates: false, secretariat: false, unnamed: false };
  const answers = { name, country, postcode };
  const signed = { version, locale };
  return { campaign, token, entry, petition, signed, answers, ticks, asked, until: expiresAt, others };
}

/** The same with what was sent, to show it again. */
export function sentForm(state: ConfirmFormState, form: ConfirmForm): ConfirmFormState {
  const { name, country, postcode } = state.answers;
  const answers = {
    name: form.name ?? name,
    country: form.country ?? country,
    postcode: form.postcode ?? postcode,
  };
  return { ...state, answers, ticks: ticksOf(form) };
}

/** A sent form as the act takes it. */
export function confirmInputOf(form: ConfirmForm): ConfirmInput {
  const { entry, name, country, postcode } = form;
  return {
    ...(entry !== undefined && { entry }),
    ...(name !== undefined && { name }),
    ...(country !== undefined && { country }),
    ...(postcode !== undefined && { postcode }),
    consent: ticksOf(form),
  };
}

function ticksOf(form: ConfirmForm): WaitingEntry["asked"] {
  return {
    updates: form["consent.updates"] === "yes",
    secretariat: form["consent.secretariat"] === "yes",
    unnamed: form["consent.unnamed"] === "yes",
  };
}
