import { html } from "hono/html";
import type { PublicHandover } from "#campaigns/handovers/list-handovers.ts";
import type { Petition } from "#campaigns/petitions/campaign.ts";
import { day as dayLength } from "#campaigns/platform/durations.ts";
import type { Html } from "#server/page/html.ts";
import type { Phrasebook } from "#server/page/phrasebook.ts";

/** What two people stand for of a petition's handovers, and those of the whole campaign: certificates and answers. */
export function handed(
  book: Phrasebook,
  petition: Petition,
  handovers: readonly PublicHandover[],
  now: Date,
): Html | undefined {
  // The international page tells of all.
  const shown = handovers.filter(
    (each) => petition.country === null || each.petition === null || each.petition === petition.id,
  );
  if (shown.length === 0) return undefined;
  return html`<section aria-labelledby="handed">
<h2 id="handed">${book.say("campaign.handed.title")}</h2>
<ol class="timeline">${shown.map((each) => oneHandover(book, each, now))}</ol>
</section>`;
}

function oneHandover(book: Phrasebook, handover: PublicHandover, now: Date): Html {
  const { person, office, place, day, handedBy: by, bundle, certificate } = handover;
  return html`<li><p class="when">${dayOf(book, day)}</p><h3><bdi>${office}</bdi></h3>
<p>${book.say("campaign.handed.to", { person, office, place, by })}</p>
${bundle && html`<p class="small">${book.say("campaign.handed.bundle", { sha: bundle })}</p>`}
${
  certificate &&
  html`<p>${book.say("campaign.handed.certificate", {
    authority: certificate.authority,
    reference: certificate.reference,
    day: longDay(book, certificate.day),
    valid: book.number(certificate.valid),
    of: book.number(certificate.of),
  })}</p>`
}
${answer(book, handover, now)}</li>
`;
}

function answer(book: Phrasebook, { reply, day, replyDue }: PublicHandover, now: Date): Html {
  if (reply)
    return html`<h4>${book.say("campaign.handed.reply", { day: longDay(book, reply.day) })}</h4>
<blockquote dir="auto">${reply.text.split(/\n{2,}/).map((paragraph) => html`<p>${paragraph}</p>`)}</blockquote>
<p class="small">${book.say("campaign.handed.source", { source: reply.source })}</p>`;
  const days = Math.max(0, Math.floor((now.getTime() - at(day).getTime()) / dayLength));
  const due = replyDue && ` ${book.say("campaign.handed.due", { day: longDay(book, replyDue) })}`;
  return html`<p><strong>${book.say("campaign.handed.none", { number: book.number(days) })}</strong>${due}</p>`;
}

function dayOf(book: Phrasebook, day: string): Html {
  return html`<time datetime="${day}">${longDay(book, day)}</time>`;
}

function longDay(book: Phrasebook, day: string): string {
  return book.day(at(day));
}

function at(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
