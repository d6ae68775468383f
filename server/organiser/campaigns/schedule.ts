import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { checkSchedule, type Schedule } from "#campaigns/petitions/drafts/change-campaign.ts";
import { markOf } from "#campaigns/petitions/drafts/passages.ts";
import { zonedMoment } from "#campaigns/texts/zoned-moment.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import type { FieldErrors } from "../frame/fields.view.ts";

/** Goals and dates as form fields. */
export type SentSchedule = { goals: string; opensAt: string; closesAt: string };

/** A campaign's goals and dates for a new form. */
export function sentOf({ goals, opensAt, closesAt }: Schedule): SentSchedule {
  return { goals: goals.join(" "), opensAt: showDay(opensAt), closesAt: closesAt ? showDay(closesAt) : "" };
}

/** A short hash of goals and dates, to make sure that the person changing them has seen the current ones. */
export function markOfSchedule(campaign: Campaign): string {
  return markOf(JSON.stringify(sentOf(campaign)));
}

function showDay(at: Date): string {
  return at.toISOString().slice(0, 16).replace("T", " ");
}

/** A date, or a date with a time, in UTC; undefined when it is invalid. */
function readDay(text: string): Date | undefined {
  const [, day, time = "00:00"] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text.trim()) ?? [];
  return day ? zonedMoment(`${day}T${time}`, "UTC") : undefined;
}

/** The goals and dates of a form, or the field with an invalid date. */
export function readSchedule(sent: SentSchedule): Schedule | { wrong: "opensAt" | "closesAt" } {
  const opensAt = readDay(sent.opensAt);
  if (!opensAt) return { wrong: "opensAt" };
  const closesAt = sent.closesAt.trim() === "" ? null : readDay(sent.closesAt);
  if (closesAt === undefined) return { wrong: "closesAt" };
  const goals = sent.goals.split(/[\s,;]+/).flatMap((goal) => (goal === "" ? [] : Number(goal)));
  return { goals, opensAt, closesAt };
}

/** Goals and dates as they would be shown again; unchanged where they can't be read. */
export function tidySchedule<Form extends SentSchedule>(sent: Form): Form {
  const read = readSchedule(sent);
  return "wrong" in read ? sent : { ...sent, ...sentOf(read) };
}

/** What is wrong with goals and dates, in words, by field. */
export function scheduleErrors(
  { say }: ConsoleBook,
  read: ReturnType<typeof readSchedule>,
  now: Date,
): FieldErrors {
  if ("wrong" in read) return { [read.wrong]: say("campaigns.schedule.wrong.day") };
  const problems = checkSchedule(read, now);
  return Object.fromEntries(
    problems.map(({ field, code }) => [field, say(`campaigns.schedule.wrong.${code}`)]),
  );
}
