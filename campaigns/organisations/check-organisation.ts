import { secretariat } from "../access/secretariat.ts";
import { locales } from "../platform/languages/languages.ts";
import { nameProblem, tidyName } from "../texts/check-name.ts";
import { checkSources } from "../texts/check-sources.ts";
import { checkLetters, checkMarked } from "../texts/check-texts.ts";
import { isCountry } from "../texts/countries.ts";
import type { YamlFile } from "../texts/yaml-file.ts";
import { checkSender } from "./check-sender.ts";
import type { OrganisationFile } from "./organisation-file.ts";

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
    file.refuse(["kind"], "secretariat-is-one", { secretariat });
  }
  if (kind === "office" && parent === null) {
    file.refuse(["kind"], "office-without-parent", {});
  }
  if (kind !== "office" && parent !== null) {
    file.refuse(["parent"], "parent-of-no-office", {});
  }
  countries.forEach((country, index) => {
    const isTwice = countries.indexOf(country) !== index;
    if (isCountry(country) && !isTwice) return;
    file.refuse(["countries", index], isTwice ? "country-twice" : "country-unknown", { country });
  });
  if (website !== null && !isWebsite(website)) {
    file.refuse(["website"], "website-unfit", { website });
  }
  checkLetters(file, ["name"], organisation.name);
  const wrong =
    organisation.name === "" ? undefined : nameProblem(organisation.name, tidyName(organisation.name));
  if (wrong) file.refuse(["name"], `name-${wrong}`, { name: organisation.name });
  checkLetters(file, ["address"], organisation.address ?? "");
  if (organisation.sender) checkSender(file, organisation.sender);
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
    if (!Object.hasOwn(about, locale)) {
      file.refuse(["about"], "about-language-missing", { language: locale });
    }
    if (here !== first && first > 0 && here > 0) {
      const gaps = { language: locale, here, first: model, there: first };
      file.refuse(["about", locale], "about-paragraphs", gaps);
    }
  }
}

function checkAbout(file: YamlFile, { about, sources, claims }: OrganisationFile): void {
  for (const [language, paragraphs] of Object.entries(about)) {
    if (!locales.some((locale) => locale === language)) {
      file.refuse(["about", language], "about-language-unknown", { language });
    }
    paragraphs.forEach((text, index) => {
      checkMarked(file, ["about", language, index], text, { sources, claims });
    });
  }
}
