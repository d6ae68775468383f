import { html, raw } from "hono/html";
import type { Update } from "#campaigns/updates/update.model.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";

const steps = ["written", "second", "scheduled", "sending", "sent"] as const;

/** How many steps an update has completed, and so which one is current. */
function stepsDone({ state, scheduledAt }: Update): number {
  switch (state) {
    case "draft":
      return 0;
    case "submitted":
      return 1;
    case "approved":
      return scheduledAt ? 3 : 2;
    case "sending":
    case "paused":
      return 3;
    case "sent":
      return steps.length;
    case "cancelled":
      return 0;
  }
}

/** The steps of an update, and where it is. */
export function stepsPart({ say }: ConsoleBook, update: Update): Html {
  if (update.state === "cancelled") return html`<p class="state">${say("updates.state.cancelled")}</p>`;
  const done = stepsDone(update);
  return html`<ol class="way">${steps.map((step, index) => {
    const current = index === done ? raw(' aria-current="step"') : "";
    return html`<li class="stage${index < done ? " done" : ""}"${current}>${say(`updates.step.${step}`)}</li>`;
  })}</ol>`;
}

/** Who wrote an update, sent it for approval and approved it, and when. */
export function historyPart(
  { say, moment }: ConsoleBook,
  { createdBy, createdAt, submittedBy, submittedAt, approvedBy, approvedAt }: Update,
  people: ReadonlyMap<string, string>,
): Html {
  const line = (key: string, by: string | undefined, at: Date | undefined) => {
    const organisation = people.get(by ?? "");
    return organisation && at && html`<li>${say(key, { organisation, moment: moment(at) })}</li>`;
  };
  return html`<ul class="soft small">${line("updates.begun", createdBy, createdAt)}${line(
    "campaigns.draft.submitted",
    submittedBy,
    submittedAt,
  )}${line("campaigns.draft.approved", approvedBy, approvedAt)}</ul>`;
}
