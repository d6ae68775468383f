import type { Campaign, Petition, PetitionVersion } from "../../petitions/campaign.ts";
import { campaignByOrdinal, signedVersion } from "../../petitions/campaign-by-ordinal.ts";
import { DomainError } from "../../platform/errors.ts";
import { isLocale, type Locale } from "../../platform/languages/languages.ts";
import { makeToken, readToken } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import { findLine } from "../sheets/find-line.ts";
import type { Outcome } from "../sheets/sheet.model.ts";

/** What the confirm page shows. */
export type Confirmation = {
  campaign: Campaign;
  petition: Petition;
  version: PetitionVersion;
  locale: Locale;
  state: "open" | "confirmed";
  receipt: string;
};

/**
 * Opens the page behind a confirm link; nothing changes.
 * @throws DomainError `link-unknown`, or `link-expired` when the entry expired or was erased.
 */
export async function openConfirmation(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
): Promise<Confirmation> {
  const found = await findLine(deps, readToken(deps.keys, "confirm", token));
  refuseEnded(found.outcome);
  const campaign = await campaignByOrdinal(deps, found.campaign);
  return {
    campaign,
    ...signedVersion(campaign, found.line),
    locale: isLocale(found.line.locale) ? found.line.locale : "en",
    state: found.outcome === "confirmed" ? "confirmed" : "open",
    receipt: makeToken(deps.keys, "receipt", found.ref),
  };
}

/** @throws DomainError `link-expired` when a line can't be confirmed any more. */
export function refuseEnded(outcome: Outcome | undefined): void {
  if (outcome === "expired" || outcome === "erased") {
    throw new DomainError("link-expired", "This entry was not confirmed in time and is erased: sign again.");
  }
}
