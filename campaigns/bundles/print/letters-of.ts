import type { Organisation } from "../../organisations/organisation.ts";
import type { Petition } from "../../petitions/campaign.ts";
import { campaignName, textLocale } from "../../petitions/text-locale.ts";
import { type FrameLocale, frameOf, type Locale } from "../../platform/languages/languages.ts";
import { dayOf } from "../signature-rows.ts";
import type { SignedText } from "../signed-texts.ts";
import type { Letter, PrintedOrganisation } from "./print-letter.ts";
import type { PrintSource } from "./print-source.ts";

/**
 * The letters of a bundle: one for each petition whose number is told, in the order of the campaign, to its office and
 * in the language of that office's country as far as the campaign has it.
 */
export function lettersOf(source: PrintSource): Letter[] {
  const { campaign } = source.scope;
  const signed = campaign.petitions.filter(({ id }) => source.texts.some(({ petition }) => petition === id));
  const isAlone = signed.length === 1;
  return signed.flatMap((petition) => {
    const told = isAlone ? source.count.signatures : source.byPetition[petition.id];
    if (told === undefined) return [];
    const whole = isAlone ? null : { signatures: source.count.signatures, petitions: signed.length };
    return [{ ...letterTo(petition, source), signatures: told, whole }];
  });
}

function letterTo(petition: Petition, source: PrintSource): Omit<Letter, "signatures" | "whole"> {
  const { scope, count, collector } = source;
  const { campaign } = scope;
  const locale = officeLocale(petition, source);
  return {
    ...wordingsOf(petition, locale, source),
    locale: frameOf(locale),
    campaign: campaignName(campaign, locale),
    office: petition.target[locale] ?? petition.id,
    ask: campaign.pages[locale]?.ask ?? "",
    country: scope.country ?? null,
    firstDay: dayOf(new Date(count.first)),
    lastDay: dayOf(new Date(count.last)),
    asOf: new Date(count.last),
    collectedBy: nameOrganisation(campaign.organisation, source, collector),
    handedOverBy: nameOrganisation(petition.organisation, source, null),
  };
}

/** The campaign's language that the people of an office's country most likely read; for all countries English. */
function officeLocale({ country }: Petition, { scope }: PrintSource): Locale {
  const likely = country === null ? "en" : new Intl.Locale("und", { region: country }).maximize().language;
  return textLocale(scope.campaign, likely ?? "en");
}

/** The language of prints that go to all offices of a bundle: that of its only letter, or English. */
export function printLocale(letters: readonly Letter[]): FrameLocale {
  const [first, ...others] = letters;
  return first && others.length === 0 ? first.locale : "en";
}

/** The wording that most people signed, its translation for the office, and the rest. */
function wordingsOf(petition: Petition, locale: Locale, { texts, showsLeaves }: PrintSource) {
  const [most, ...rest] = texts
    .filter((text) => text.petition === petition.id)
    .toSorted((one, other) => other.count - one.count);
  if (!most) throw new RangeError(`Nobody signed petition ${petition.id}.`);
  const translated = rest.find((text) => text.locale === locale && text.version === most.version);
  const published = petition.versions.find(({ version }) => version === most.version)?.texts[locale];
  const told = (signatures: number) => (showsLeaves ? signatures : null);
  const toPrint = (text: SignedText) => ({
    locale: text.locale,
    version: text.version,
    signatures: told(text.count),
    file: text.file,
  });
  const translation =
    most.locale === locale || !published
      ? null
      : { locale, text: published.text, signatures: told(translated?.count ?? 0) };
  return {
    signed: { ...toPrint(most), text: most.bytes.toString("utf8") },
    translation,
    others: rest.filter((text) => text !== translated).map(toPrint),
  };
}

/** How an organisation is reached; `otherwise` is where else to ask when nothing is known. */
function nameOrganisation(
  slug: string,
  { scope, organisations }: PrintSource,
  otherwise: string | null,
): PrintedOrganisation {
  const found: Organisation | undefined = organisations.find((organisation) => organisation.slug === slug);
  const name = found?.name ?? scope.campaign.organisationNames[slug] ?? slug;
  return { name, address: found?.address ?? null, website: found?.website ?? otherwise };
}
