import type { Campaign, Petition, PetitionVersion } from "#campaigns/petitions/campaign.ts";
import type { WaitingEntry } from "#campaigns/signing/confirmation/open-confirmation.ts";
import type { Phrasebook } from "#server/page/phrasebook.ts";
import { waitingForm } from "#server/public/confirmation/confirm-form.ts";
import { confirmPage } from "#server/public/confirmation/confirm-form.view.ts";
import {
  alreadyConfirmedPage,
  choosePage,
  nothingWaitsPage,
  repeatsPage,
} from "#server/public/confirmation/confirmation.view.ts";

const problems = [
  { field: "name", code: "has-a-link" },
  { field: "country", code: "missing" },
  { field: "postcode", code: "not-a-postcode" },
] as const;

/** Every page behind a link to confirm in one language, by name. */
export function confirmPages(
  book: Phrasebook,
  { campaign, petition }: { campaign: Campaign; petition: Petition },
): [string, string][] {
  const version = petition.versions.at(-1);
  if (!version) throw new Error("The petition has no words.");
  const [token, receipt] = ["token", "receipt"];
  const behind = { campaign, token };
  const entry = waitingEntry(petition, version);
  const confirming = waitingForm({ ...campaign, asksPostcode: true }, token, entry, 2);
  return [
    ["confirm", confirmPage(book, confirming, entry.at)],
    ["confirm-closed", confirmPage(book, confirming, new Date("2099-01-01"))],
    [
      "confirm-problems",
      confirmPage(book, { ...confirming, trouble: { kind: "refused", problems: [...problems] } }, entry.at),
    ],
    [
      "confirm-database-unavailable",
      confirmPage(book, { ...confirming, trouble: { kind: "database-unavailable" } }, entry.at),
    ],
    [
      "confirm-storage-full",
      confirmPage(book, { ...confirming, trouble: { kind: "storage-full" } }, entry.at),
    ],
    [
      "confirm-choose",
      choosePage(book, {
        ...behind,
        entries: [entry, { ...entry, entry: `${"1".repeat(24)}-0` }],
        isMissing: true,
      }),
    ],
    ["confirm-repeats", repeatsPage(book, { ...behind, entries: [entry] })],
    ["confirm-over", nothingWaitsPage(book, behind)],
    ["confirmed-here", alreadyConfirmedPage(book, { ...behind, receipt })],
  ];
}

/** An entry with everything that one can have. */
function waitingEntry(petition: Petition, version: PetitionVersion): WaitingEntry {
  const at = new Date("2026-11-23T12:00:00Z");
  return {
    entry: `${"0".repeat(24)}-0`,
    petition,
    version,
    locale: "en",
    name: "Ada Muster",
    country: "PH",
    postcode: "1000",
    asked: { updates: true, secretariat: true, unnamed: true },
    at,
    expiresAt: new Date("2026-12-07T12:00:00Z"),
    isOwn: false,
  };
}
