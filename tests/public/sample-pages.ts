import { fileURLToPath } from "node:url";
import type { Campaign, Petition, PetitionVersion } from "#campaigns/petitions/campaign.ts";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { aboutPage, aboutPages } from "#server/public/about/about.view.ts";
import { campaignPage, returnedFormPage } from "#server/public/campaign/campaign.view.ts";
import { emptyAnswers } from "#server/public/campaign/sign-form.ts";
import { erasedPage } from "#server/public/confirmation/confirmation.view.ts";
import { helpPage } from "#server/public/help/help.view.ts";
import { readHelpLines } from "#server/public/help/help-lines.ts";
import { homePage, type ListedCampaign } from "#server/public/home/home.view.ts";
import { chooseLinksPage, linksPage, linksSentPage } from "#server/public/links/links.view.ts";
import { listNumbers } from "#server/public/numbers/list-numbers.ts";
import { numbersPage } from "#server/public/numbers/numbers.view.ts";
import { preferencesPage } from "#server/public/preferences/preferences.view.ts";
import { renderProblemPage } from "#server/public/problem/problem.view.ts";
import { receiptFormPage, receiptPage } from "#server/public/receipt/receipt.view.ts";
import { oneMoreStepPage } from "#server/public/signing/received.view.ts";
import { thanksPage } from "#server/public/signing/thanks.view.ts";
import { unsubscribePage } from "#server/public/unsubscribe/unsubscribe.view.ts";
import type { NewsText } from "#server/public/updates/read-news.ts";
import { publicUpdatePage, updatesPage } from "#server/public/updates/updates.view.ts";
import { notMePage, withdrawalPage, withdrawnPage } from "#server/public/withdrawal/withdrawal.view.ts";
import { confirmPages } from "./sample-confirm-pages.ts";
import { networkPages, sampleOrganisations, writePages } from "./sample-network-pages.ts";

export const publicUrl = "https://sheaf.example";
const receipt = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d";

/** The model case from its folder, as if it had been loaded first. */
export async function sampleCampaign(): Promise<Campaign> {
  const folder = fileURLToPath(new URL("../../campaigns/catalogue/stop-sex-trafficking/", import.meta.url));
  const { campaign } = await checkCatalogue(folder);
  if (!campaign) throw new Error("The model case has mistakes.");
  const petitions = campaign.petitions.map(({ id, country, organisation, target, today }) => ({
    id,
    country,
    organisation,
    target,
    versions: [today],
  }));
  const organisationNames = Object.fromEntries(
    petitions.map(({ organisation }) => [organisation, organisation]),
  );
  return { ...campaign, ordinal: 1, organisationNames, petitions };
}

/** Totals with signatures from every country there is: the heaviest page a campaign can have. */
export function worldwideTotals(): Totals {
  const codes = countryNames("en").map(({ code }) => code);
  const byCountry = Object.fromEntries(codes.map((code, index) => [code, 700_001 + index * 7]));
  const total = Object.values(byCountry).reduce((sum, count) => sum + count, 0);
  return {
    total,
    byCountry,
    byChannel: { web: total - 300, paper: 200, import: 100 },
    byPetition: { international: total },
    goal: 200_000_000,
    asOf: new Date("2026-11-23T12:00:00Z"),
  };
}

/** The petition of a campaign that everybody may sign, with its words of today. */
export function petitionOf(campaign: Campaign): { petition: Petition; version: PetitionVersion } {
  const petition = campaign.petitions[0];
  const version = petition?.versions.at(-1);
  if (!petition || !version) throw new Error("The model case has no petition.");
  return { petition, version };
}

/** Every kind of public page in one language, by name. */
export function everyPage(campaign: Campaign, locale: Locale): Map<string, string> {
  const book = phrasebook(locale);
  const { petition } = petitionOf(campaign);
  const totals = worldwideTotals();
  const answers = emptyAnswers("", undefined);
  const now = new Date("2026-11-23T12:00:00Z");
  const view = { campaign, petition, totals, answers, publicUrl, now };
  const token = "token";
  const members = campaign.petitions.find(({ organisation }) => organisation !== campaign.organisation);
  const signed = { campaign, petition: members ?? petition };
  const behindNews = { ...signed, token, isWithdrawn: false };
  const problems = [
    { field: "name", code: "has-a-link" },
    { field: "email", code: "not-an-address" },
    { field: "country", code: "missing" },
    { field: "postcode", code: "not-a-postcode" },
    { field: "petition", code: "unknown-petition" },
  ] as const;
  const strict = { ...view, campaign: { ...campaign, asksPostcode: true } };
  return new Map([
    ["campaign", campaignPage(book, { ...view, signing: { state: "open" } })],
    [
      "campaign-empty",
      campaignPage(book, {
        ...view,
        totals: { ...totals, total: 0, byCountry: {}, goal: 1000 },
        signing: { state: "open" },
      }),
    ],
    ["campaign-of-a-member", campaignPage(book, { ...view, ...signed, signing: { state: "open" } })],
    ["campaign-closed", campaignPage(book, { ...view, signing: { state: "closed" } })],
    [
      "campaign-not-yet",
      campaignPage(book, { ...view, signing: { state: "not-yet", opensAt: new Date("2027-01-01") } }),
    ],
    ["form-problems", returnedFormPage(book, strict, { kind: "refused", problems: [...problems] })],
    [
      "form-doubt",
      returnedFormPage(book, view, {
        kind: "doubt",
        doubts: [
          { field: "name", typed: "Annа", meant: "Anna" },
          { field: "email", typed: "ada@gmial.com", meant: "ada@gmail.com" },
        ],
      }),
    ],
    ["form-database-unavailable", returnedFormPage(book, view, { kind: "database-unavailable" })],
    ["form-storage-full", returnedFormPage(book, view, { kind: "storage-full" })],
    ["form-too-many", returnedFormPage(book, view, { kind: "too-many" })],
    ["form-trap", returnedFormPage(book, view, { kind: "filled-by-program" })],
    ["numbers", numbersPage(book, { ...view, numbers: listNumbers(book, campaign, totals) })],
    [
      "numbers-few",
      numbersPage(book, {
        ...view,
        totals: { ...totals, total: 9 },
        numbers: { byPetition: [], byCountry: [] },
      }),
    ],
    [
      "form-other-petition",
      returnedFormPage(book, view, { kind: "other-petition", own: members ?? petition }),
    ],
    ["form-turned", returnedFormPage(book, { ...view, ...signed, answers: { ...answers, name: "Ada" } })],
    ["updates", updatesPage(book, { campaign, publicUrl }, [newsText])],
    ["updates-empty", updatesPage(book, { campaign, publicUrl }, [])],
    ["update", publicUpdatePage(book, { campaign, publicUrl }, newsText)],
    ["home", homePage(book, listedTwice(campaign), publicUrl)],
    ["home-empty", homePage(book, [], publicUrl)],
    ["one-more-step", oneMoreStepPage(book, { campaign, petition, receipt })],
    ["one-more-step-here", oneMoreStepPage(book, { campaign, petition, receipt, email: "ada@gmail.com" })],
    [
      "one-more-step-wrong",
      oneMoreStepPage(book, {
        campaign,
        petition,
        receipt,
        email: "ada@hotmail.com",
        sent: { email: "x", problems: [problems[1]] },
      }),
    ],
    ["thanks", thanksPage(book, { campaign, petition, totals, receipt, publicUrl })],
    ...confirmPages(book, signed),
    ["erased", erasedPage(book, campaign)],
    ["withdraw", withdrawalPage(book, { campaign, state: "counted", mayAct: true, token })],
    ["withdraw-old", withdrawalPage(book, { campaign, state: "counted", mayAct: false, token })],
    ["withdrawn", withdrawnPage(book, campaign)],
    ["not-me", notMePage(book, campaign)],
    [
      "preferences",
      preferencesPage(book, {
        ...behindNews,
        consent: { updates: true, secretariat: true },
        isSaved: true,
      }),
    ],
    ["preferences-old", preferencesPage(book, { ...behindNews, isSaved: false, left: "organisation" })],
    ["unsubscribe", unsubscribePage(book, { ...behindNews, news: "all", isDone: false })],
    ["unsubscribed", unsubscribePage(book, { ...behindNews, news: "all", isDone: true })],
    ["unsubscribe-one", unsubscribePage(book, { ...behindNews, news: "organisation", isDone: false })],
    ["unsubscribed-one", unsubscribePage(book, { ...behindNews, news: "secretariat", isDone: true })],
    ...networkPages(campaign, locale, publicUrl),
    ["links-choose", chooseLinksPage(book, [campaign])],
    ["links", linksPage(book, campaign)],
    ["links-problem", linksPage(book, campaign, { email: "x", problems: [problems[1]] })],
    ["links-sent", linksSentPage(book, campaign)],
    ["receipt-form", receiptFormPage(book)],
    ["receipt-problem", receiptFormPage(book, { typed: "abc", kind: "unknown" })],
    ...(["received", "awaiting-confirmation", "counted", "withdrawn", "removed"] as const).map(
      (status): [string, string] => [
        `receipt-${status}`,
        receiptPage(book, { receipt, status, at: new Date(), campaign, petition: petition.id }),
      ],
    ),
    ...aboutPages.map((name): [string, string] => [
      name,
      aboutPage(book, name, publicUrl, sampleOrganisations),
    ]),
    ["help", helpPage(book, readHelpLines(), publicUrl)],
    ...writePages(locale),
    ...failures.map(([status, code]): [string, string] => [
      `failure-${code}`,
      renderProblemPage(locale, status, code),
    ]),
  ]);
}

/** A campaign as the list shows it while it can be signed, and after its end. */
const listedTwice = (campaign: Campaign): ListedCampaign[] => [
  { campaign, totals: { total: 7, goal: 1_000 }, state: "open", news: [newsText] },
  { campaign, totals: worldwideTotals(), state: "closed", news: [] },
];

const newsText: NewsText = {
  id: "0".repeat(24),
  subject: "Four million people",
  sentAt: new Date("2026-11-23T12:00:00Z"),
  organisation: "ECPAT International",
  body: '<p>Dear supporter, <a href="https://sheaf.example/">read on</a>.</p>',
  locale: "en",
  tag: "en",
  direction: "ltr",
};

const failures = [
  [404, "not-found"],
  [404, "link-unknown"],
  [410, "link-expired"],
  [409, "campaign-closed"],
  [403, "foreign-form"],
  [413, "body-too-large"],
  [400, "validation"],
  [429, "too-many"],
  [503, "database-unavailable"],
  [503, "storage-full"],
  [500, "defect"],
] as const;
