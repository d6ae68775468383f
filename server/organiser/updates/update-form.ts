import { type Static, Type } from "typebox";
import { isLocale } from "#campaigns/platform/languages/languages.ts";
import { noDay, readDay } from "#campaigns/texts/read-day.ts";
import type { Audience, Update, UpdateText } from "#campaigns/updates/update.model.ts";
import type { UpdateDraft } from "#campaigns/updates/writing/write-update.ts";

const short = (maxLength: number) => Type.String({ maxLength });
const many = (maxLength: number, maxItems: number) =>
  Type.Optional(Type.Union([short(maxLength), Type.Array(short(maxLength), { maxItems })]));

/** Longer than any update may be: a text that is too long is shown to its writer again, not lost. */
export const longestForm = 2_000_000;

/** Parameters of the addresses. */
export const campaignParams = Type.Object({ campaign: short(80) });
export const updateParams = Type.Object({
  campaign: short(80),
  update: Type.String({ pattern: "^[0-9a-f]{24}$", maxLength: 24 }),
});

/** The form for writing an update; `next` is the button that was pressed. */
export const updateForm = Type.Object(
  {
    seenAt: short(40),
    locale: short(11),
    subject: short(longestForm),
    body: short(longestForm),
    fallback: many(11, 6),
    petitions: many(40, 400),
    countries: many(2, 300),
    languages: many(11, 40),
    organisation: Type.Optional(short(80)),
    from: Type.Optional(short(20)),
    before: Type.Optional(short(20)),
    beside: Type.Optional(short(11)),
    viewer: Type.Optional(short(20)),
    part: Type.Optional(short(10)),
    width: Type.Optional(short(10)),
    next: Type.Optional(short(40)),
    another: Type.Optional(short(11)),
  },
  { additionalProperties: false },
);

/** The input as an update's texts, fallback order and audience. */
export function readDraft(update: Update, form: Static<typeof updateForm>): UpdateDraft {
  const text: UpdateText = {
    // Line breaks are kept so that the check refuses them: in a header they would start another one.
    subject: form.subject.replaceAll(/^ +| +$/g, ""),
    body: form.body.replaceAll(/\r\n?/g, "\n"),
  };
  const { [form.locale]: _before, ...others } = update.texts;
  const isBlank = text.subject === "" && text.body.trim() === "";
  return {
    texts: isBlank ? others : { ...others, [form.locale]: text },
    fallback: [...new Set(listOf(form.fallback).filter(isLocale))],
    audience: readAudience(form),
  };
}

function readAudience(form: Static<typeof updateForm>): Audience {
  const chosen = <T extends string>(list: T[]) => (list.length > 0 ? list : undefined);
  const day = (text = "") => (text === "" ? undefined : (readDay(text) ?? noDay()));
  const parts = {
    petitions: chosen(listOf(form.petitions)),
    countries: chosen(listOf(form.countries)),
    languages: chosen(listOf(form.languages).filter(isLocale)),
    organisation: form.organisation || undefined,
    joinedFrom: day(form.from),
    joinedBefore: day(form.before),
  };
  const given = Object.entries(parts).filter(([, part]) => part !== undefined);
  return Object.fromEntries(given);
}

function listOf(value: string | string[] | undefined): string[] {
  return [value ?? []].flat().filter((entry) => entry !== "");
}
