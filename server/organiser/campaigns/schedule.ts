import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { markOf } from "#campaigns/petitions/drafts/passages.ts";

/** Goals and days as a form has them. */
export type SentSchedule = { goals: string; opensAt: string; closesAt: string };

/** Goals and days of a campaign as its form begins. */
export function sentOf({ goals, opensAt, closesAt }: Campaign): SentSchedule {
  return { goals: goals.join(" "), opensAt: showDay(opensAt), closesAt: closesAt ? showDay(closesAt) : "" };
}

/** A short mark of goals and days: whoever changes them has seen those that stand there. */
export function markOfSchedule(campaign: Campaign): string {
  return markOf(JSON.stringify(sentOf(campaign)));
}

function showDay(at: Date): string {
  return at.toISOString().slice(0, 16).replace("T", " ");
}

/** A day, or a day with a time, in UTC; undefined when it is none. */
export function readDay(text: string): Date | undefined {
  const [, day, time = "00:00"] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text.trim()) ?? [];
  if (!day) return undefined;
  const at = new Date(`${day}T${time}:00Z`);
  // JavaScript turns the 30th of February into the 2nd of March.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? at : undefined;
}
