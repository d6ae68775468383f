import { trusted } from "mongoose";
import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import type { Deps } from "../bundles/deps.ts";
import type { Draft } from "../petitions/drafts/draft.model.ts";
import type { Update } from "../updates/update.model.ts";
import { countFailedLetters } from "./read-health.ts";
import { readRecounts } from "./read-recounts.ts";
import type { Scope } from "./scope.ts";

/** What of a campaign waits for a person, as far as an account reaches. Lists end at `mostListed`. */
export type Needs = {
  /** Updates that a second person has to approve, and approved ones that nobody said a time for: their ids. */
  toApprove: string[];
  toTime: string[];
  /** Updates with mails of which nobody knows whether they went out. */
  uncertain: { update: string; mails: number }[];
  /** Drafts that wait for approval: petitions, null being the campaign's page. */
  drafts: (string | null)[];
  /** Letters that failed in the last day. */
  lettersFailed: number;
  /** Places where the last recounts found the counts to disagree; of the whole campaign only. */
  drift: number;
};

/** Where lists end: nobody works through more at a sitting. */
const mostListed = 100;

/** Reads what waits for a person. Each read is by an index that holds hardly more than what it finds. */
export async function readNeeds(
  deps: Pick<Deps, "database" | "now">,
  account: Pick<Account, "role" | "organisation">,
  { campaign, reachable }: Pick<Scope, "campaign" | "reachable">,
): Promise<Needs> {
  const { updates, drafts } = deps.database;
  const own = account.role === "secretariat" ? {} : { organisation: account.organisation };
  const of = { campaign: campaign.slug, ...own };
  const isWhole = reaches(account, campaign.organisation);
  const [waiting, uncertain, submitted, lettersFailed, recounts] = await Promise.all([
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
  ]);
  const idsOf = (some: readonly Pick<Update, "_id">[]) => some.map(({ _id }) => _id.toHexString());
  return {
    toApprove: idsOf(waiting.filter(({ state }) => state === "submitted")),
    toTime: idsOf(waiting.filter(({ state, scheduledAt }) => state === "approved" && !scheduledAt)),
    uncertain: uncertain.map(({ _id, counts }) => ({ update: _id.toHexString(), mails: counts.uncertain })),
    drafts: submitted.map(({ petition }) => petition),
    lettersFailed,
    drift: recounts.reduce((sum, { drift }) => sum + drift, 0),
  };
}
