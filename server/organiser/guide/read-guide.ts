import type { Account } from "#campaigns/access/account.ts";
import { reaches } from "#campaigns/access/reach.ts";
import { listAccounts } from "#campaigns/accounts/list-accounts.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Draft } from "#campaigns/petitions/drafts/draft.model.ts";
import type { DraftState } from "#campaigns/petitions/drafts/draft-states.ts";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { draftProgress } from "../campaigns/draft-progress.ts";
import { isAllowed } from "../policies.ts";

/** How far somebody has come with a campaign of their own. */
export type Guide = {
  /** Whether somebody else within reach may approve what they write. */
  hasSecond: boolean;
  /** The campaign of their organisation that was worked on last; undefined before the first. */
  campaign: GuidedCampaign | undefined;
};

/** A campaign on its way to its first signature. */
export type GuidedCampaign = {
  slug: string;
  name: string;
  language: Locale;
  state: DraftState;
  /** Texts of its first language, and how many of them are written. */
  texts: { written: number; all: number };
  total: number;
};

/** Finds out how far an account has come on the way to the first signature of a campaign. */
export async function readGuide(deps: Deps, account: Account): Promise<Guide> {
  const accounts = await listAccounts(deps, account);
  const hasSecond = accounts.some(
    (other) => other.id !== account.id && other.state !== "ended" && isAllowed(other, "petitions.approve"),
  );
  return { hasSecond, campaign: await lastWorkedOn(deps, account) };
}

async function lastWorkedOn(deps: Deps, account: Account): Promise<GuidedCampaign | undefined> {
  const drafts = await deps.database.drafts
    .find({ petition: null }, { campaign: 1, organisation: 1, state: 1 })
    .sort({ "edited.at": -1 })
    .lean<Pick<Draft, "campaign" | "organisation" | "state">[]>();
  const own = drafts.find(({ organisation }) => reaches(account, organisation));
  if (!own) return undefined;
  const open = await openDraft(deps, { account, campaign: own.campaign, petition: null });
  const { name, languages } = await draftProgress(open, deps.now());
  const [first] = languages;
  const all = first?.passages.length ?? 0;
  return {
    slug: own.campaign,
    name,
    language: first?.locale ?? account.locale,
    state: own.state,
    texts: { written: all - (first?.empty ?? 0), all },
    total: await totalOf(deps, open.live?.ordinal),
  };
}

async function totalOf({ database }: Deps, ordinal: number | undefined): Promise<number> {
  if (ordinal === undefined) return 0;
  const found = await database.totals.findOne({ _id: ordinal }, { projection: { total: 1 } });
  return found?.total ?? 0;
}
