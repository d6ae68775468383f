import { hash } from "node:crypto";
import { secretariat } from "#campaigns/access/secretariat.ts";
import type { Database } from "#campaigns/open.ts";
import type { Campaign, CampaignPage, Palette, Petition } from "#campaigns/petitions/campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { petitionKey } from "#campaigns/petitions/petition.model.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";

/** How a test's campaign differs from the usual one: open, confirmed by mail, one signer a mailbox. */
export type TestCampaign = Partial<Omit<Campaign, "petitions" | "ordinal" | "organisationNames">> & {
  /** Countries with a petition of their own, besides the international one. */
  countries?: string[];
  /** Organisations of petitions that are not the campaign's, by petition. */
  organisations?: Record<string, string>;
};

/** Writes a small valid campaign with its petitions into a database, under the next ordinal. */
export async function loadTestCampaign(database: Database, options: TestCampaign = {}): Promise<Campaign> {
  const { countries = ["TH", "PH"], organisations = {}, ...differences } = options;
  const last = await database.campaigns.findOne().sort({ ordinal: -1 }).lean();
  const ordinal = (last?.ordinal ?? 0) + 1;
  const { slug, ...campaign } = { ...usual(`test-${ordinal}`), ordinal, ...differences };
  const petitions = [null, ...countries].map(petitionOf);
  await database.campaigns.create({ ...campaign, _id: slug });
  await database.petitions.create(
    petitions.map((petition, position) => ({
      ...petition,
      organisation: organisations[petition.id] ?? campaign.organisation,
      _id: petitionKey(slug, petition.id),
      campaign: slug,
      position,
    })),
  );
  forgetCampaigns({ database });
  const loaded = await findCampaign({ database }, slug);
  if (!loaded) throw new Error(`${slug} was written and can't be found.`);
  return loaded;
}

function usual(slug: string): Omit<Campaign, "petitions" | "ordinal" | "organisationNames"> {
  return {
    slug,
    organisation: secretariat,
    state: "open",
    verification: "email",
    sharedMailbox: false,
    asksPostcode: false,
    timeZone: "UTC",
    opensAt: new Date("2020-01-01T00:00:00Z"),
    closesAt: null,
    goals: [10, 100, 1_000_000],
    colours: { light: palette, dark: palette },
    languages: [...locales],
    pages: Object.fromEntries(locales.map((locale) => [locale, page])),
    sources: [],
    claims: [],
  };
}

const palette: Palette = {
  band: "#fdf3d8",
  onBand: "#1d1a14",
  onBandSoft: "#4a4436",
  stalk: "#a06a00",
  campaign: "#7a3b00",
  campaignDeep: "#5a2b00",
  onCampaign: "#ffffff",
  tint: "#fbf7ec",
  map: ["#eeeeee", "#dddddd", "#bbbbbb", "#888888", "#555555"],
};

const page: CampaignPage = {
  name: "Test campaign",
  headline: "Count every person once",
  ask: "We ask for a count that is right.",
  first: "It matters.",
  why: ["Because it does.", "And because it always will."],
  facts: [],
  runBy: [{ name: "Testers", text: "They test." }],
  handovers: [],
  citations: [],
};

function petitionOf(country: string | null): Omit<Petition, "organisation"> {
  const id = country?.toLowerCase() ?? "international";
  const words = `To ${id}: count.\n`;
  const text = { text: words, sha256: hash("sha256", words) };
  return {
    id,
    country,
    target: Object.fromEntries(locales.map((locale) => [locale, `Office of ${id}`])),
    versions: [
      {
        version: 1,
        publishedAt: new Date("2020-01-01T00:00:00Z"),
        texts: Object.fromEntries(locales.map((locale) => [locale, text])),
      },
    ],
  };
}
