import { html } from "hono/html";
import type { Totals } from "#campaigns/tallies/read-totals.ts";
import type { Html } from "../page/html.ts";
import type { Phrasebook } from "../page/phrasebook.ts";
import { drawStrokes, type StrokeDrawing } from "./strokes.ts";

/** The total, the next goal and the strokes between them. `web/totals.js` keeps the figures fresh. */
export function tally(book: Phrasebook, slug: string, totals: Pick<Totals, "total" | "goal">): Html {
  const { total, goal } = totals;
  const drawing = drawStrokes(total, goal);
  return html`<div class="tally" data-campaign="${slug}" data-goal="${goal}" data-unit="${drawing.unit}">
<p class="signed"><span class="figure" data-total="${total}">${book.number(total)}</span> <span class="what" data-forms="${JSON.stringify(book.forms("campaign.signed"))}">${book.count("campaign.signed", total)}</span></p>
<p class="goal">${book.say("campaign.nextGoal")} <strong>${book.number(goal)}</strong></p>
${strokes(book, total, goal, drawing)}
<p class="unit">${total === 0 ? book.say("campaign.first") : book.count("campaign.stroke", drawing.unit)}</p>
</div>`;
}

function strokes(book: Phrasebook, total: number, goal: number, drawing: StrokeDrawing): Html {
  const label = book.say("campaign.progress", { number: book.number(total), goal: book.number(goal) });
  return html`<svg class="strokes" viewBox="0 0 ${drawing.width} 24" preserveAspectRatio="none" role="img" aria-label="${label}">${drawing.bundles.map(
    (bundle) =>
      html`<g${bundle.isFull ? html` class="tied"` : ""}>${bundle.strokes.map(
        ({ path, isFull }) => html`<path${isFull ? html` class="on"` : ""} d="${path}"/>`,
      )}<path class="tie" d="${bundle.tie}"/></g>`,
  )}</svg>`;
}
