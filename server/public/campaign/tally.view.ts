import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { foldSmall } from "#campaigns/signing/tallies/read-public-totals.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { aimOf, drawStrokes, type StrokeDrawing } from "./strokes.ts";

/**
 * For whom a tally is shown: the petition of the page, and whether a total of zero invites the reader to be the first.
 */
export type TallyOf = {
  campaign: Pick<Campaign, "slug" | "petitions">;
  petition: Petition;
  /** `signed`: somebody who has just signed, perhaps the first; `closed`: there is no next goal any more. */
  state: "open" | "signed" | "closed";
};

/**
 * How many signed the petition and how many the campaign, the next goal and the strokes up to it. `web/totals.js` keeps
 * the figures up to date.
 */
export function tally(book: Phrasebook, of: TallyOf, totals: Totals): Html {
  const { campaign, petition, state } = of;
  const { total, goal } = totals;
  const { one, isTold } = numberOfPetition(campaign, petition, totals);
  const aim = aimOf(total, goal);
  const drawing = drawStrokes(total, aim);
  const own = isTold ? html` data-petition="${petition.id}"` : "";
  const whole = html`<span data-whole="${total}">${book.number(total)}</span>`;
  const shown = isTold ? "signedThis" : one ? "signed" : "signedWhole";
  return html`<div class="tally${total === 0 ? " empty" : ""}" data-campaign="${campaign.slug}" data-goal="${goal}"
data-aim="${aim}" data-unit="${drawing.unit}"${own}>
${total === 0 ? nobody(book, state) : signed(book, shown, isTold ? one : total)}
${state !== "closed" && ownGoal(book, petition)}
${isTold && html`<p class="whole">${book.fill("campaign.whole", { number: whole })}</p>`}
${total > 0 && one === 0 && html`<p class="few">${book.say("campaign.few")}</p>`}
${
  state !== "closed" &&
  html`${goalLine(book, { goal, aim, isWhole: campaign.petitions.length > 1 })}
${strokes(drawing)}
${total > 0 && html`<p class="unit" aria-hidden="true">${book.count("campaign.stroke", drawing.unit)}</p>`}`
}
</div>`;
}

/**
 * The petition's own number: told where there are several, and it is large enough that nobody can be recognised by it.
 * 0 when it is not.
 */
function numberOfPetition(
  { petitions }: TallyOf["campaign"],
  { id }: Petition,
  { byPetition, total }: Totals,
): { one: number; isTold: boolean } {
  if (petitions.length === 1) return { one: total, isTold: false };
  const one = foldSmall(byPetition)[id] ?? 0;
  return { one, isTold: one > 0 };
}

function nobody(book: Phrasebook, state: TallyOf["state"]): Html {
  const text = { open: "campaign.first", signed: "thanks.added", closed: "campaign.none" } as const;
  return html`<p class="signed none" data-total="0">${book.say(text[state])}</p>`;
}

function signed(book: Phrasebook, key: "signed" | "signedThis" | "signedWhole", count: number): Html {
  const forms = JSON.stringify(book.forms(`campaign.${key}`));
  return html`<p class="signed"><span class="figure" data-total="${count}">${book.number(count)}</span> <span
class="what" data-forms="${forms}">${book.count(`campaign.${key}`, count)}</span></p>`;
}

function ownGoal(book: Phrasebook, { goal }: Petition): Html | undefined {
  if (!goal) return undefined;
  return html`<p class="goal">${book.say("campaign.petitionGoal")} <strong>${book.number(goal)}</strong></p>`;
}

/** A goal that is far away has a step on the way to it. */
function goalLine(
  book: Phrasebook,
  { goal, aim, isWhole }: { goal: number; aim: number; isWhole: boolean },
): Html {
  const next = book.say(isWhole ? "campaign.nextGoalWhole" : "campaign.nextGoal");
  if (aim === goal) return html`<p class="goal">${next} <strong>${book.number(goal)}</strong></p>`;
  const later = html`<span class="later">${book.say("campaign.goalLater", { number: book.number(goal) })}</span>`;
  return html`<p class="goal">${book.say("campaign.nextStep")} <strong>${book.number(aim)}</strong> ${later}</p>`;
}

/** How far a total is on its way to a goal: the drawing and its goal, without the figure. */
export function progress(book: Phrasebook, { total, goal }: Pick<Totals, "total" | "goal">): Html {
  const aim = aimOf(total, goal);
  return html`${strokes(drawStrokes(total, aim))}${goalLine(book, { goal, aim, isWhole: false })}`;
}

/** The drawing says nothing that the words next to it do not say. */
function strokes(drawing: StrokeDrawing): Html {
  return html`<svg class="strokes" viewBox="0 0 ${drawing.width} 24"
preserveAspectRatio="none" aria-hidden="true">${drawing.bundles.map(
    (bundle) =>
      html`<g${bundle.isFull ? html` class="tied"` : ""}>${bundle.strokes.map(
        ({ path, isFull }) => html`<path${isFull && !bundle.isFull ? html` class="on"` : ""} d="${path}"/>`,
      )}<path class="tie" d="${bundle.tie}"/></g>`,
  )}</svg>`;
}
