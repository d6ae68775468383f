import { secretariat } from "../access/secretariat.ts";
import { locales } from "../platform/languages/languages.ts";
import { type NameProblem, nameProblem, tidyName } from "../texts/check-name.ts";
import { checkSources } from "../texts/check-sources.ts";
import { checkLetters, checkMarked } from "../texts/check-texts.ts";
import { isCountry } from "../texts/countries.ts";
import type { YamlFile } from "../texts/yaml-file.ts";
import type { OrganisationFile } from "./organisation-file.ts";

const nameSays: Readonly<Record<NameProblem, string>> = {
  missing: "is empty",
  "too-long": "is too long",
  "not-a-name": "must be of letters, without characters that nobody sees",
  "has-a-link": "must not hold the address of a site: that is what website is for",
};

/** Which languages a text about an organisation must be in; the files of a network have all. */
type Wanted = "every language" | "languages that there are";

/** Reports what is inconsistent in an organisation's file: kind, countries, website, texts and their figures. */
export function checkOrganisation(
  file: YamlFile,
  slug: string,
  organisation: OrganisationFile,
  wanted: Wanted = "every language",
): void {
  const { kind, parent, countries, website } = organisation;
  if ((kind === "secretariat") !== (slug === secretariat)) {
    file.refuse(["kind"], `the secretariat is ${secretariat}, and no other organisation`);
  }
  if (kind === "office" && parent === null) {
    file.refuse(["kind"], "an office needs its parent: the slug of the organisation that it is a part of");
  }
  if (kind !== "office" && parent !== null) {
    file.refuse(["parent"], "only an office has a parent: take it out, or make the kind office");
  }
  countries.forEach((country, index) => {
    const isTwice = countries.indexOf(country) !== index;
    if (isCountry(country) && !isTwice) return;
    const says = isTwice ? "stands twice: take one out" : "is unknown: use the upper-case code, such as TH";
    file.refuse(["countries", index], `country "${country}" ${says}`);
  });
  if (website !== null && !isWebsite(website)) {
    file.refuse(["website"], `website "${website}" must be an address that begins with https://`);
  }
  checkLetters(file, ["name"], organisation.name);
  const wrong =
    organisation.name === "" ? undefined : nameProblem(organisation.name, tidyName(organisation.name));
  if (wrong) file.refuse(["name"], `name "${organisation.name}" ${nameSays[wrong]}`);
  checkLetters(file, ["address"], organisation.address ?? "");
  checkSources(file, organisation);
  if (wanted === "every language") checkEveryLanguage(file, organisation);
  checkAbout(file, organisation);
}

function isWebsite(text: string): boolean {
  const url = /^https:\/\/[\x21\x23-\x3b\x3d\x3f-\x7e]+$/.test(text) ? URL.parse(text) : null;
  return url !== null && url.username === "" && url.password === "" && url.hostname.includes(".");
}

function checkEveryLanguage(file: YamlFile, { about }: OrganisationFile): void {
  const [model = ""] = locales;
  const first = about[model]?.length ?? 0;
  for (const locale of locales) {
    const here = about[locale]?.length ?? 0;
    if (!Object.hasOwn(about, locale)) file.refuse(["about"], `about lacks ${locale}: add it`);
    else if (here !== first && first > 0 && here > 0) {
      const says = `about.${locale} has ${here} paragraphs where ${model} has ${first}: make them the same`;
      file.refuse(["about", locale], says);
    }
  }
}

function checkAbout(file: YamlFile, { about, sources, claims }: OrganisationFile): void {
  for (const [language, paragraphs] of Object.entries(about)) {
    if (!locales.some((locale) => locale === language)) {
      file.refuse(["about", language], `about has "${language}", which is not spoken here`);
    }
    paragraphs.forEach((text, index) => {
      checkMarked(file, ["about", language, index], text, { sources, claims });
    });
  }
}
