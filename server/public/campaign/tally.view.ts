import { html } from "hono/html";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { drawStrokes, type StrokeDrawing } from "./strokes.ts";

/** Whether a total of zero invites the reader to be the first; not somebody who has just signed. */
type Invitation = "to-be-first" | "none";

/** The total, the next goal and the strokes between them. `web/totals.js` keeps the figures up to date. */
export function tally(
  book: Phrasebook,
  slug: string,
  totals: Pick<Totals, "total" | "goal">,
  invitation: Invitation,
): Html {
  const { total, goal } = totals;
  const drawing = drawStrokes(total, goal);
  return html`<div class="tally" data-campaign="${slug}" data-goal="${goal}" data-unit="${drawing.unit}">
${total === 0 && invitation === "to-be-first" ? html`<p class="signed none" data-total="0">${book.say("campaign.first")}</p>` : signed(book, total)}
<p class="goal">${book.say("campaign.nextGoal")} <strong>${book.number(goal)}</strong></p>
${strokes(drawing)}
${total > 0 && html`<p class="unit" aria-hidden="true">${book.count("campaign.stroke", drawing.unit)}</p>`}
</div>`;
}

function signed(book: Phrasebook, total: number): Html {
  const forms = JSON.stringify(book.forms("campaign.signed"));
  return html`<p class="signed"><span class="figure" data-total="${total}">${book.number(total)}</span> <span class="what" data-forms="${forms}">${book.count("campaign.signed", total)}</span></p>`;
}

/** The drawing says nothing that the words next to it do not say. */
function strokes(drawing: StrokeDrawing): Html {
  return html`<svg class="strokes" viewBox="0 0 ${drawing.width} 24" preserveAspectRatio="none" aria-hidden="true">${drawing.bundles.map(
    (bundle) =>
      html`<g${bundle.isFull ? html` class="tied"` : ""}>${bundle.strokes.map(
        ({ path, isFull }) => html`<path${isFull && !bundle.isFull ? html` class="on"` : ""} d="${path}"/>`,
      )}<path class="tie" d="${bundle.tie}"/></g>`,
  )}</svg>`;
}
