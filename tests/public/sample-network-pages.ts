import { fileURLToPath } from "node:url";
import { checkNetwork } from "#campaigns/organisations/check-network.ts";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import { organisationsByCountry } from "#campaigns/organisations/search-organisations.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { networkPage } from "#server/public/network/network.view.ts";
import { organisationPage } from "#server/public/network/organisation.view.ts";
import { writePage, writtenPage } from "#server/public/write/write.view.ts";

const network = await checkNetwork(
  fileURLToPath(new URL("../../campaigns/catalogue/network/", import.meta.url)),
);
/** The organisations of the catalogue. */
export const sampleOrganisations: Organisation[] = Array.from(network.organisations, ([slug, contents]) => ({
  slug,
  ...contents,
  endedAt: null,
  version: 1,
  editedAt: null,
}));

/**
 * The pages of the network, of its secretariat, and of an office that has left it, with something of all there can be.
 */
export function networkPages(campaign: Campaign, locale: Locale, publicUrl: string): [string, string][] {
  const book = phrasebook(locale);
  const secretariat = sampleOrganisations.find(({ kind }) => kind === "secretariat");
  const office = sampleOrganisations.find(({ kind }) => kind === "office");
  if (!secretariat || !office) throw new Error("The network has no secretariat or no office.");
  const shown = { organisations: sampleOrganisations, secretariat, publicUrl };
  const search = (query: string) =>
    networkPage(book, { ...shown, query, found: organisationsByCountry(sampleOrganisations, locale, query) });
  const view = {
    organisations: sampleOrganisations,
    campaigns: [campaign],
    publicUrl,
    signed: { [campaign.slug]: { international: 12_345 } },
  };
  const left = { ...office, endedAt: new Date("2026-11-01"), website: "https://example.org/" };
  return [
    ["network", search("")],
    ["network-found", search("ecpat")],
    ["network-none", search("<b>nowhere")],
    ["organisation", organisationPage(book, { ...view, organisation: secretariat })],
    ["organisation-ended", organisationPage(book, { ...view, organisation: left })],
  ];
}

/** The form to write to an organisation: new, with all that can be wrong, after too many, and without readers. */
export function writePages(locale: Locale): [string, string][] {
  const book = phrasebook(locale);
  const [organisation] = sampleOrganisations;
  if (!organisation) throw new Error("The network has no organisation.");
  const problems = (["name", "email", "text"] as const).map((field) => ({ field, code: "missing" }));
  const form = { organisation, isReachable: true };
  return [
    ["write", writePage(book, form)],
    ["write-problems", writePage(book, { ...form, problems })],
    ["write-too-much", writePage(book, { ...form, isTooMuch: true })],
    ["write-nobody", writePage(book, { organisation, isReachable: false })],
    ["written", writtenPage(book, organisation)],
  ];
}
