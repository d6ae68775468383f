import { isLocale } from "../../platform/languages/languages.ts";
import { isCountry } from "../../texts/countries.ts";
import { isSlug } from "../../texts/slug.ts";
import type { Path, YamlFile } from "../../texts/yaml-file.ts";
import type { CampaignFile, PetitionEntry } from "../reading/campaign-file.ts";

/** Reports what is inconsistent in campaign.yaml: slug, dates, goals, languages, petitions. */
export function checkCampaign(file: YamlFile, campaign: CampaignFile): void {
  if (campaign.slug && !isSlug(campaign.slug)) {
    file.refuse(["slug"], "slug-unfit", { slug: campaign.slug });
  }
  checkOrganisation(file, ["organisation"], campaign.organisation);
  if (campaign.closesAt && campaign.closesAt <= campaign.opensAt) {
    file.refuse(["closesAt"], "closes-before-opening", {});
  }
  if (campaign.sharedMailbox && !campaign.asksPostcode) {
    file.refuse(["sharedMailbox"], "shared-mailbox-without-postcode", {});
  }
  if (campaign.closed && campaign.state !== "closed" && campaign.state !== "archived") {
    file.refuse(["closed"], "closed-while-open", { state: campaign.state });
  }
  campaign.goals.forEach((goal, index) => {
    const before = campaign.goals[index - 1] ?? 0;
    if (goal <= before) file.refuse(["goals", index], "goal-not-above", { goal, before });
  });
  checkLanguages(file, campaign);
  checkPetitions(file, campaign.petitions);
}

function checkLanguages(file: YamlFile, { languages }: CampaignFile): void {
  const seen = new Set<string>();
  languages.forEach((language, index) => {
    const path = ["languages", index];
    if (!language) return;
    if (!isLocale(language)) {
      file.refuse(path, "language-unknown", { language });
    } else if (seen.has(language)) file.refuse(path, "language-twice", { language });
    seen.add(language);
  });
}

function checkPetitions(file: YamlFile, petitions: PetitionEntry[]): void {
  const seen = new Set<string>();
  petitions.forEach((petition, index) => {
    const { id, country, organisation } = petition;
    if (organisation !== null) checkOrganisation(file, ["petitions", index, "organisation"], organisation);
    if (country !== null && country && !isCountry(country)) {
      file.refuse(["petitions", index, "country"], "petition-country-unknown", { country });
    }
    const expected = country?.toLowerCase() ?? "international";
    if (id && expected && id !== expected) {
      file.refuse(["petitions", index, "id"], "petition-misnamed", { petition: id, expected });
    }
    if (id && seen.has(id)) {
      file.refuse(["petitions", index, "id"], "petition-twice", { petition: id });
    }
    seen.add(id);
  });
}

function checkOrganisation(file: YamlFile, path: Path, organisation: string): void {
  if (!organisation || isSlug(organisation)) return;
  file.refuse(path, "organisation-no-slug", { organisation });
}
