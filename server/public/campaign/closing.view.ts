import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { dayEnding } from "#campaigns/texts/campaign-days.ts";
import type { Html } from "#server/page/html.ts";
import type { Phrasebook } from "#server/page/phrasebook.ts";

/** Until when a campaign was signed. */
export function closedText(book: Phrasebook, { closed, closesAt, timeZone }: Campaign): string {
  const at = closed?.at ?? (closesAt && lastMinute(closesAt, timeZone));
  if (!at) return book.say("campaign.closed.text");
  return book.say("campaign.closed.textSince", { moment: book.momentIn(at, timeZone) });
}

/** When signing ends, where an end is set. */
export function closes(book: Phrasebook, { closesAt, timeZone, verification }: Campaign): Html | undefined {
  if (!closesAt) return undefined;
  const moment = book.momentIn(lastMinute(closesAt, timeZone), timeZone);
  return html`<p class="small">${book.say("campaign.closes", { moment })} ${
    verification === "email" && book.say("campaign.closed.confirm")
  }</p>`;
}

/** The end of a day is told as its last minute: at 00:00 nobody knows which of two nights is meant. */
export function lastMinute(closesAt: Date, timeZone: string): Date {
  return dayEnding(closesAt, timeZone) === undefined ? closesAt : new Date(closesAt.getTime() - 60_000);
}
