import { trusted } from "mongoose";
import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import type { Deps } from "../bundles/deps.ts";
import type { AskedEnding, Campaign, Petition } from "../petitions/campaign.ts";
import type { Draft } from "../petitions/drafts/draft.model.ts";
import { isSecondPerson } from "../petitions/drafts/move-draft.ts";
import type { Update } from "../updates/update.model.ts";
import { mayApprove } from "../updates/writing/approve-update.ts";
import { countFailedLetters } from "./read-health.ts";
import { readRecounts } from "./read-recounts.ts";
import type { Scope } from "./scope.ts";

/** What in a campaign needs somebody's attention, within an account's reach. Lists end at `mostListed`. */
export type Needs = {
  /**
   * Ids of updates that the account may approve, that another person has to, and of approved ones without a sending
   * time.
   */
  toApprove: string[];
  ownToApprove: string[];
  toTime: string[];
  /** Updates with mails that may or may not have gone out. */
  uncertain: { update: string; mails: number }[];
  /** Drafts waiting for approval, by the account or by another person: petitions, or null for the campaign's page. */
  drafts: (string | null)[];
  ownDrafts: (string | null)[];
  /** Letters that failed in the last day. */
  lettersFailed: number;
  /**
   * What was asked for about the whole campaign (closing, archiving...) that a second person has to approve, or who
   * asked sees waiting.
   */
  ending: { move: AskedEnding["move"]; isOwn: boolean } | null;
  /** The same of single petitions, by id. */
  petitionEndings: { petition: string; move: AskedEnding["move"]; isOwn: boolean }[];
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
  const reach = account.role === "secretariat" ? {} : { organisation: account.organisation };
  const of = { campaign: campaign.slug, ...reach };
  const isWhole = reaches(account, campaign.organisation);
  const [waiting, uncertain, submitted, lettersFailed, recounts, asked, ofPetitions] = await Promise.all([
    findWaiting(deps, of),
    findUncertain(deps, of),
    findSubmitted(deps, of),
    countFailedLetters(deps, { campaign, petitions: reachable }),
    isWhole ? readRecounts(deps, campaign.slug) : [],
    isWhole ? findAsked(deps, campaign.slug) : undefined,
    findAskedOfPetitions(deps, isWhole ? { campaign: campaign.slug } : of),
  ]);
  const [own, toApprove] = split(
    waiting.filter(({ state }) => state === "submitted"),
    (update) => mayApprove(update, account.id),
  );
  const [ownDrafts, toRead] = split(submitted, (draft) => isSecondPerson(draft, account.id));
  return {
    toApprove: idsOf(toApprove),
    ownToApprove: idsOf(own),
    toTime: idsOf(waiting.filter(({ state, scheduledAt }) => state === "approved" && !scheduledAt)),
    uncertain: uncertain.map(({ _id, counts }) => ({ update: _id.toHexString(), mails: counts.uncertain })),
    drafts: toRead.map(({ petition }) => petition),
    ownDrafts: ownDrafts.map(({ petition }) => petition),
    lettersFailed,
    ending: asked ? { move: asked.move, isOwn: asked.by === account.id } : null,
    petitionEndings: ofPetitions.flatMap(({ id, asked }) =>
      asked ? [{ petition: id, move: asked.move, isOwn: asked.by === account.id }] : [],
    ),
    drift: recounts.reduce((sum, { drift }) => sum + drift, 0),
  };
}

type Reading = Pick<Deps, "database">;
type Of = { campaign: string; organisation?: string };

function findWaiting({ database }: Reading, of: Of) {
  return database.updates
    .find({ ...of, state: trusted({ $in: ["submitted", "approved"] }) })
    .select({ state: 1, scheduledAt: 1, createdBy: 1, submittedBy: 1 })
    .hint("waiting")
    .limit(mostListed)
    .lean<Pick<Update, "_id" | "state" | "scheduledAt" | "createdBy" | "submittedBy">[]>();
}

function findUncertain({ database }: Reading, of: Of) {
  return database.updates
    .find({ ...of, "counts.uncertain": trusted({ $gt: 0 }) })
    .select({ "counts.uncertain": 1 })
    .hint("uncertain")
    .limit(mostListed)
    .lean<Pick<Update, "_id" | "counts">[]>();
}

function findSubmitted({ database }: Reading, of: Of) {
  return database.drafts
    .find({ ...of, state: "submitted" })
    .select({ petition: 1, submitted: 1, edited: 1 })
    .hint("submitted")
    .limit(mostListed)
    .lean<Pick<Draft, "petition" | "submitted" | "edited">[]>();
}

async function findAsked({ database }: Reading, campaign: string): Promise<AskedEnding | undefined> {
  const found = await database.campaigns
    .findById(campaign)
    .select({ asked: 1 })
    .lean<Pick<Campaign, "asked">>();
  return found?.asked ?? undefined;
}

function findAskedOfPetitions({ database }: Reading, of: Of) {
  return database.petitions
    .find({ ...of, asked: trusted({ $ne: null }) })
    .select({ id: 1, asked: 1 })
    .lean<Pick<Petition, "id" | "asked">[]>();
}

function idsOf(some: readonly Pick<Update, "_id">[]): string[] {
  return some.map(({ _id }) => _id.toHexString());
}

/** Those for which it is not so, and those for which it is. */
function split<One>(all: readonly One[], isSo: (one: One) => boolean): [One[], One[]] {
  return [all.filter((one) => !isSo(one)), all.filter(isSo)];
}
