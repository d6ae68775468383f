import { trusted } from "mongoose";
import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import type { Deps } from "../bundles/deps.ts";
import type { AskedEnding, Campaign } from "../petitions/campaign.ts";
import type { Draft } from "../petitions/drafts/draft.model.ts";
import type { Update } from "../updates/update.model.ts";
import { countFailedLetters } from "./read-health.ts";
import { readRecounts } from "./read-recounts.ts";
import type { Scope } from "./scope.ts";

/** What in a campaign needs somebody's attention, within an account's reach. Lists end at `mostListed`. */
export type Needs = {
  /** Ids of updates waiting for approval by a second person, and of approved ones without a sending time. */
  toApprove: string[];
  toTime: string[];
  /** Updates with mails that may or may not have gone out. */
  uncertain: { update: string; mails: number }[];
  /** Drafts waiting for approval: petitions, or null for the campaign's page. */
  drafts: (string | null)[];
  /** Letters that failed in the last day. */
  lettersFailed: number;
  /** What was asked for about the whole campaign (closing, archiving...) that a second person has to approve, or who asked sees waiting. */
  ending: { move: AskedEnding["move"]; isOwn: boolean } | null;
  /** Counts that the last recounts found to disagree; for the whole campaign only. */
  drift: number;
};

/** Where lists end: nobody works through more than this at once. */
const mostListed = 100;

/** Reads what needs attention. Each read uses an index that contains little more than the result. */
export async function readNeeds(
  deps: Pick<Deps, "database" | "now">,
  account: Pick<Account, "id" | "role" | "organisation">,
  { campaign, reachable }: Pick<Scope, "campaign" | "reachable">,
): Promise<Needs> {
  const { campaigns, updates, drafts } = deps.database;
  const own = account.role === "secretariat" ? {} : { organisation: account.organisation };
  const of = { campaign: campaign.slug, ...own };
  const isWhole = reaches(account, campaign.organisation);
  const [waiting, uncertain, submitted, lettersFailed, recounts, standing] = await Promise.all([
    updates
      .find({ ...of, state: trusted({ $in: ["submitted", "approved"] }) })
      .select({ state: 1, scheduledAt: 1 })
      .hint("waiting")
      .limit(mostListed)
      .lean<Pick<Update, "_id" | "state" | "scheduledAt">[]>(),
    updates
      .find({ ...of, "counts.uncertain": trusted({ $gt: 0 }) })
      .select({ "counts.uncertain": 1 })
      .hint("uncertain")
      .limit(mostListed)
      .lean<Pick<Update, "_id" | "counts">[]>(),
    drafts
      .find({ ...of, state: "submitted" })
      .select({ petition: 1 })
      .hint("submitted")
      .limit(mostListed)
      .lean<Pick<Draft, "petition">[]>(),
    countFailedLetters(deps, { campaign, petitions: reachable }),
    isWhole ? readRecounts(deps, campaign.slug) : [],
    isWhole ? campaigns.findById(campaign.slug).select({ asked: 1 }).lean<Pick<Campaign, "asked">>() : null,
  ]);
  const idsOf = (some: readonly Pick<Update, "_id">[]) => some.map(({ _id }) => _id.toHexString());
  return {
    toApprove: idsOf(waiting.filter(({ state }) => state === "submitted")),
    toTime: idsOf(waiting.filter(({ state, scheduledAt }) => state === "approved" && !scheduledAt)),
    uncertain: uncertain.map(({ _id, counts }) => ({ update: _id.toHexString(), mails: counts.uncertain })),
    drafts: submitted.map(({ petition }) => petition),
    lettersFailed,
    ending: standing?.asked ? { move: standing.asked.move, isOwn: standing.asked.by === account.id } : null,
    drift: recounts.reduce((sum, { drift }) => sum + drift, 0),
  };
}
