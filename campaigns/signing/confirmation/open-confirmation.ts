import type { Campaign, Petition, PetitionVersion } from "../../petitions/campaign.ts";
import { campaignByOrdinal, signedVersion } from "../../petitions/campaign-by-ordinal.ts";
import { isLocale, type Locale } from "../../platform/languages/languages.ts";
import { type LineRef, readToken } from "../../platform/sealing/line-tokens.ts";
import { unseal } from "../../platform/sealing/seal.ts";
import type { Deps } from "../deps.ts";
import { chooseSlot, type Household } from "../roll/choose-slot.ts";
import { readMailbox } from "../roll/find-signature.ts";
import { findLine, isOfSameMailbox } from "../sheets/find-line.ts";
import type { Outcome } from "../sheets/sheet.model.ts";
import { entryName } from "./entry-name.ts";
import { findWaitingEntries } from "./find-waiting-entries.ts";
import { confirmationTime } from "./hold-for-confirmation.ts";
import type { Pending } from "./pending.model.ts";

/** An entry that waits, as its mailbox's owner sees it. */
export type WaitingEntry = {
  /** What forms call it. */
  entry: string;
  petition: Petition;
  version: PetitionVersion;
  /** The language in which it was signed. */
  locale: Locale;
  name: string;
  country: string;
  postcode: string;
  /** What was asked for at the form; it holds only by a tick of hers. */
  asked: { updates: boolean; secretariat: boolean; unnamed: boolean };
  at: Date;
  expiresAt: Date;
  /** It was entered in the browser that asks: what it ticked are her own ticks. */
  isOwn: boolean;
};

/**
 * What waits behind a link, her own entry first, then the newest; `repeats` when all of it is of somebody who counts
 * already; else how it ended. `confirmedHere`: in the browser that asks, for this mailbox.
 */
export type Confirmation = { campaign: Campaign; confirmedHere: boolean } & (
  | { state: "waiting" | "repeats"; entries: WaitingEntry[] }
  | { state: "confirmed" | "withdrawn" | "erased" | "expired" }
);

/** What the asking browser did a while ago: the entry that it made, and the line that it confirmed. */
export type DoneHere = { entered?: LineRef | undefined; confirmed?: LineRef | undefined };

/**
 * Opens the page behind a confirm link, which shows all that waits in its mailbox for its campaign; nothing changes.
 * @throws DomainError `link-unknown`.
 */
export async function openConfirmation(
  deps: Pick<Deps, "database" | "keys" | "now">,
  token: string,
  { entered, confirmed }: DoneHere = {},
): Promise<Confirmation> {
  const found = await findLine(deps, readToken(deps.keys, "confirm", token));
  const campaign = await campaignByOrdinal(deps, found.campaign);
  const isOver = found.at.getTime() + confirmationTime <= deps.now().getTime();
  const [pending, household, confirmedHere] = await Promise.all([
    isOver ? [] : findWaitingEntries(deps, found.line.person),
    readMailbox(deps, found.line.person),
    isOfSameMailbox(deps, found, confirmed),
  ]);
  if (pending.length === 0) return { campaign, confirmedHere, state: endOf(found.outcome, household) };
  const open = pending.filter((each) => !isCounted(each, household));
  const entries = (open.length > 0 ? open : pending).map((each) => showEntry(deps, campaign, each, entered));
  const state = open.length > 0 ? "waiting" : "repeats";
  return { campaign, confirmedHere, state, entries: withoutTwins(entries) };
}

type Standings = Awaited<ReturnType<typeof readMailbox>>;

/** How a line came to its end whose mailbox has nothing waiting. */
function endOf(outcome: Outcome | undefined, [first, second]: Standings) {
  if (first?.state === "counted" || second?.state === "counted") return "confirmed";
  if (first || second) return "withdrawn";
  if (outcome === "erased" || outcome === "expired") return outcome;
  // It is not kept any more and did not end otherwise: its click is stored, and about to be worked off.
  return "confirmed";
}

function isCounted({ entry, at }: Pending, household: Household & Standings): boolean {
  return household[chooseSlot(entry, household, at) === 1 ? 1 : 0]?.state === "counted";
}

function showEntry(
  { keys }: Pick<Deps, "keys">,
  campaign: Campaign,
  { _id: ref, entry, sealed, at, expiresAt }: Pending,
  own: LineRef | undefined,
): WaitingEntry {
  const { name, postcode } = unseal(keys, entry.person, sealed);
  return {
    entry: entryName(ref),
    ...signedVersion(campaign, entry),
    locale: isLocale(entry.locale) ? entry.locale : "en",
    name,
    country: entry.country,
    postcode,
    asked: {
      updates: entry.updates === true,
      secretariat: entry.secretariat === true,
      unnamed: entry.unnamed === true,
    },
    at,
    expiresAt,
    isOwn: own !== undefined && entryName(own) === entryName(ref),
  };
}

/** Somebody who signed twice with the same answers sees one entry. */
function withoutTwins(entries: WaitingEntry[]): WaitingEntry[] {
  const sorted = entries.toSorted((one, other) => Number(other.isOwn) - Number(one.isOwn));
  const seen = new Set<string>();
  return sorted.filter(({ petition, version, name, country, postcode, asked }) => {
    const answers = JSON.stringify([petition.id, version.version, name, country, postcode, asked]);
    return !seen.has(answers) && seen.add(answers);
  });
}
