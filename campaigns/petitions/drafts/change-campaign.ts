import type { Account } from "../../access/account.ts";
import { mustReach } from "../../access/reach.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Campaign } from "../campaign.ts";
import type { Deps } from "../deps.ts";
import { findCampaign, forgetCampaigns } from "../find-campaign.ts";
import { campaignMoves } from "./draft-states.ts";

type Changing = { account: Account; actor: Actor; campaign: string };
type ChangeDeps = Pick<Deps, "database" | "now">;

/**
 * Puts a closed campaign in the archive.
 * @throws DomainError `not-found`; `draft-changed` when it is in another state.
 */
export async function archiveCampaign(
  deps: ChangeDeps,
  { account, actor, campaign }: Changing,
): Promise<void> {
  await findOwnCampaign(deps, account, campaign);
  const { from, to } = campaignMoves.archive;
  await withTransaction(deps, async (inner) => {
    const changed = await inner.database.campaigns.updateOne(
      { _id: campaign, state: from[0] },
      { $set: { state: to, asked: null } },
      inner.transaction,
    );
    if (changed.matchedCount === 0) throw changedMeanwhile();
    await recordAudit(inner, actor, "campaign.archive", campaign);
  }).finally(() => forgetCampaigns(deps));
}

/** Goals and dates of a campaign, which can change while it runs. */
export type Schedule = { goals: number[]; timeZone: string; opensAt: Date; closesAt: Date | null };

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
 * Changes goals and dates of a published campaign, unless somebody else changed them in the meantime. The caller has
 * already shown the problems found by `checkSchedule`.
 * @throws DomainError `not-found`; `draft-changed` when they are no longer as they were shown.
 */
export async function moveSchedule(
  deps: ChangeDeps,
  { account, actor, campaign, was, now }: Changing & { was: Schedule; now: Schedule },
): Promise<void> {
  await findOwnCampaign(deps, account, campaign);
  const { goals, timeZone, opensAt, closesAt } = was;
  const filter = { _id: campaign, goals, timeZone, opensAt, closesAt };
  await withTransaction(deps, async (inner) => {
    const changed = await inner.database.campaigns.updateOne(filter, { $set: now }, inner.transaction);
    if (changed.matchedCount === 0) throw changedMeanwhile();
    await recordAudit(inner, actor, "campaign.schedule", campaign, {
      goals: now.goals.join(" "),
      timeZone: now.timeZone,
      opensAt: now.opensAt.toISOString(),
      closesAt: now.closesAt?.toISOString() ?? "never",
    });
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
