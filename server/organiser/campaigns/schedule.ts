import type { Campaign, CampaignDates } from "#campaigns/petitions/campaign.ts";
import { checkSchedule, type Schedule } from "#campaigns/petitions/drafts/change-campaign.ts";
import { markOf } from "#campaigns/petitions/drafts/passages.ts";
import { dayBeginning, dayEnding, endOfDay, localTime, startOfDay } from "#campaigns/texts/campaign-days.ts";
import { isTimeZone, zonedMoment } from "#campaigns/texts/zoned-moment.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import type { FieldErrors } from "../frame/fields.view.ts";

/** Goals and days as a form has them. */
export type SentSchedule = { goals: string; timeZone: string; opensAt: string; closesAt: string };

/** Goals and days of a campaign as its form begins: in its time zone, and a day alone where it is whole. */
export function sentOf({ goals, timeZone, opensAt, closesAt }: Schedule): SentSchedule {
  const moment = (at: Date) => Object.values(localTime(at, timeZone)).join(" ");
  return {
    goals: goals.join(" "),
    timeZone,
    opensAt: dayBeginning(opensAt, timeZone) ?? moment(opensAt),
    closesAt: closesAt ? (dayEnding(closesAt, timeZone) ?? moment(closesAt)) : "",
  };
}

/** A short hash of goals and dates, to make sure that the person changing them has seen the current ones. */
export function markOfSchedule(campaign: Schedule): string {
  return markOf(JSON.stringify(sentOf(campaign)));
}

/** A day, read as a whole, or a day with a time; undefined when it is none. */
function readMoment(text: string, timeZone: string, wholeDay: typeof startOfDay): Date | undefined {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text.trim()) ?? [];
  if (!day) return undefined;
  return time ? zonedMoment(`${day}T${time}`, timeZone) : wholeDay(day, timeZone);
}

/** Goals and days of a form, or the field that holds no day, or no time zone. */
export function readSchedule(sent: SentSchedule): Schedule | { wrong: "timeZone" | "opensAt" | "closesAt" } {
  const timeZone = sent.timeZone.trim();
  if (!isTimeZone(timeZone)) return { wrong: "timeZone" };
  const opensAt = readMoment(sent.opensAt, timeZone, startOfDay);
  if (!opensAt) return { wrong: "opensAt" };
  const closesAt = sent.closesAt.trim() === "" ? null : readMoment(sent.closesAt, timeZone, endOfDay);
  if (closesAt === undefined) return { wrong: "closesAt" };
  const goals = sent.goals.split(/[\s,;]+/).flatMap((goal) => (goal === "" ? [] : Number(goal)));
  return { goals, timeZone, opensAt, closesAt };
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
  if ("wrong" in read) {
    return { [read.wrong]: say(`campaigns.schedule.wrong.${read.wrong === "timeZone" ? "zone" : "day"}`) };
  }
  const problems = checkSchedule(read, now);
  return Object.fromEntries(
    problems.map(({ field, code }) => [field, say(`campaigns.schedule.wrong.${code}`)]),
  );
}

/** Tells whether other dates than a campaign's were sent. */
export function hasOtherDates(campaign: Campaign, { timeZone, opensAt, closesAt }: CampaignDates): boolean {
  return markOfSchedule({ ...campaign, timeZone, opensAt, closesAt }) !== markOfSchedule(campaign);
}

/** Other dates can't be asked for while something else waits for a second person. */
export function askedErrors(
  { say }: ConsoleBook,
  read: ReturnType<typeof readSchedule>,
  campaign: Campaign,
): FieldErrors {
  if ("wrong" in read || !campaign.asked || !hasOtherDates(campaign, read)) return {};
  return { closesAt: say("campaigns.schedule.wrong.waits") };
}
