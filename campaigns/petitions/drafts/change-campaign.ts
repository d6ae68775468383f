import type { Account } from "../../access/account.ts";
import { mustReach } from "../../access/reach.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Campaign, CampaignDates } from "../campaign.ts";
import type { Deps } from "../deps.ts";
import { findCampaign, forgetCampaigns } from "../find-campaign.ts";

type Changing = { account: Account; actor: Actor; campaign: string };
type ChangeDeps = Pick<Deps, "database" | "now">;

/** Goals and dates of a campaign, which can change while it runs. */
export type Schedule = { goals: number[] } & CampaignDates;

/** What is wrong with a schedule, by field. */
export type ScheduleProblem = { field: "goals" | "closesAt"; code: "rising" | "past" | "before-opening" };

/** Finds what is wrong with goals and dates. */
export function checkSchedule({ goals, opensAt, closesAt }: Schedule, now: Date): ScheduleProblem[] {
  const problems: ScheduleProblem[] = [];
  const isRising = goals.every((goal, index) => Number.isSafeInteger(goal) && goal > (goals[index - 1] ?? 0));
  if (goals.length === 0 || !isRising) problems.push({ field: "goals", code: "rising" });
  if (closesAt && closesAt <= opensAt) problems.push({ field: "closesAt", code: "before-opening" });
  else if (closesAt && closesAt <= now) problems.push({ field: "closesAt", code: "past" });
  return problems;
}

/**
 * Changes the goals of a published campaign, unless somebody else changed goals or dates in the meantime. The caller
 * has already shown the problems found by `checkSchedule`; other dates are asked for by `askEnding`.
 * @throws DomainError `not-found`; `draft-changed` when they are no longer as they were shown.
 */
export async function moveGoals(
  deps: ChangeDeps,
  { account, actor, campaign, was, goals }: Changing & { was: Schedule; goals: number[] },
): Promise<void> {
  await findOwnCampaign(deps, account, campaign);
  const { timeZone, opensAt, closesAt } = was;
  const filter = { _id: campaign, goals: was.goals, timeZone, opensAt, closesAt };
  await withTransaction(deps, async (inner) => {
    const { transaction } = inner;
    const changed = await inner.database.campaigns.updateOne(filter, { $set: { goals } }, transaction);
    if (changed.matchedCount === 0) throw changedMeanwhile();
    await recordAudit(inner, actor, "campaign.goals", campaign, { goals: goals.join(" ") });
  }).finally(() => forgetCampaigns(deps));
}

/** A campaign that an account may change, as it is stored now. @throws DomainError `not-found`. */
export async function findOwnCampaign(deps: ChangeDeps, account: Account, slug: string): Promise<Campaign> {
  forgetCampaigns(deps);
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw notFound();
  mustReach(account, campaign.organisation);
  return campaign;
}

/** What is said to the second of two who acted at once. */
export function changedMeanwhile(): DomainError {
  return new DomainError(
    "draft-changed",
    "Somebody changed this while you looked at it: nothing was done. Look at it again.",
  );
}
