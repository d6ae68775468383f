import { isLocale, locales } from "../../platform/languages/languages.ts";
import { isCountry } from "../../texts/countries.ts";
import { isSlug } from "../../texts/slug.ts";
import type { Path, YamlFile } from "../../texts/yaml-file.ts";
import type { CampaignFile, PetitionEntry } from "../reading/campaign-file.ts";

/** Reports what is inconsistent in campaign.yaml: slug, dates, goals, languages, petitions. */
export function checkCampaign(file: YamlFile, campaign: CampaignFile): void {
  if (campaign.slug && !isSlug(campaign.slug)) {
    file.refuse(
      ["slug"],
      `slug "${campaign.slug}" must be lower-case letters and digits, with single hyphens between`,
    );
  }
  checkOrganisation(file, ["organisation"], campaign.organisation);
  if (campaign.closesAt && campaign.closesAt <= campaign.opensAt) {
    file.refuse(["closesAt"], "closesAt must be after opensAt, or null while no end is set");
  }
  if (campaign.sharedMailbox && !campaign.asksPostcode) {
    file.refuse(
      ["sharedMailbox"],
      "sharedMailbox tells two people apart by their postcode: set asksPostcode to true, or this to false",
    );
  }
  if (campaign.closed && campaign.state !== "closed" && campaign.state !== "archived") {
    file.refuse(
      ["closed"],
      `closed says why, and state is ${campaign.state}: set state to closed, or take it out`,
    );
  }
  campaign.goals.forEach((goal, index) => {
    const before = campaign.goals[index - 1] ?? 0;
    if (goal <= before)
      file.refuse(["goals", index], `goal ${goal} must be above the one before it, ${before}`);
  });
  checkLanguages(file, campaign);
  checkPetitions(file, campaign.petitions);
}

function checkLanguages(file: YamlFile, { languages, state }: CampaignFile): void {
  const seen = new Set<string>();
  languages.forEach((language, index) => {
    const path = ["languages", index];
    if (!language) return;
    if (!isLocale(language)) {
      file.refuse(
        path,
        `language "${language}" is not spoken here: use ${locales.join(", ")}, or add it to campaigns/languages`,
      );
    } else if (seen.has(language)) file.refuse(path, `language "${language}" stands twice: take one out`);
    seen.add(language);
  });
  const missing = locales.filter((locale) => !seen.has(locale));
  if (state === "draft" || missing.length === 0 || languages.length === 0) return;
  file.refuse(
    ["languages"],
    `languages lacks ${missing.join(", ")}: add them with their texts, or keep the campaign a draft`,
  );
}

function checkPetitions(file: YamlFile, petitions: PetitionEntry[]): void {
  const seen = new Set<string>();
  petitions.forEach((petition, index) => {
    const { id, country, organisation } = petition;
    if (organisation !== null) checkOrganisation(file, ["petitions", index, "organisation"], organisation);
    if (country !== null && country && !isCountry(country)) {
      const says = `country "${country}" is unknown: use the upper-case code of ISO 3166-1, such as TH, or null`;
      file.refuse(["petitions", index, "country"], says);
    }
    const expected = country?.toLowerCase() ?? "international";
    if (id && expected && id !== expected) {
      file.refuse(
        ["petitions", index, "id"],
        `petition "${id}" must be called "${expected}", after its country`,
      );
    }
    if (id && seen.has(id)) {
      file.refuse(
        ["petitions", index, "id"],
        `petition "${id}" stands twice: a country has one petition in a campaign`,
      );
    }
    seen.add(id);
  });
}

function checkOrganisation(file: YamlFile, path: Path, organisation: string): void {
  if (!organisation || isSlug(organisation)) return;
  file.refuse(path, `organisation "${organisation}" must be the slug of one, such as ecpat-international`);
}
