import type { LetterEntry } from "../outbox/letter.model.ts";
import { hour, second } from "../platform/durations.ts";
import type { Deps } from "./deps.ts";
import type { Ending, LetterMail } from "./mail.ts";
import type { LaneOutcome } from "./send-lanes.ts";

/** What came of a letter; a deferred one is due again later. */
export type LetterOutcome = Exclude<LetterEntry["state"], "due" | "held"> | "deferred";

/** Tries after which a letter that the other side keeps putting off has failed: some two days. */
const mostAttempts = 20;

/** When a letter for a slow domain is tried again. */
const slowWait = 30 * second;

/** What is written down of a letter that was given to a mail server, or should have been. */
export function endingsOf(
  { publicUrl }: Pick<Deps, "publicUrl">,
  { id, carries, covers, attempts }: LetterMail,
  outcome: LaneOutcome,
): { told: LetterOutcome; written: Ending[] } {
  const ids = carries;
  switch (outcome.kind) {
    case "sent": {
      const others = carries.filter((carried) => carried !== id);
      const rest = { ids: others, others: covers, to: "sent", with: id } as const;
      const isAlone = others.length === 0 && !covers;
      return { told: "sent", written: [{ ids: [id], to: "sent", tried: true }, ...(isAlone ? [] : [rest])] };
    }
    case "away":
      return { told: "deferred", written: [{ ids, to: "due" }] };
    case "busy":
      return {
        told: "deferred",
        written: [{ ids, to: "held", until: slowWait, reason: "its server is slow" }],
      };
    default: {
      const reason = `${outcome.code}: ${withoutLinks(outcome.reason, publicUrl)}`;
      if (outcome.kind === "failed" || attempts + 1 >= mostAttempts)
        return { told: "failed", written: [{ ids, to: "failed", reason, tried: true }] };
      // Ten seconds after the first try, then twice as long each time, three hours at most.
      const until = Math.min(10 * second * 2 ** attempts, 3 * hour);
      return { told: "deferred", written: [{ ids, to: "held", until, reason, tried: true }] };
    }
  }
}

/** Servers quote links that they dislike, and ours act for a person. */
function withoutLinks(reason: string, publicUrl: string): string {
  return reason.replaceAll(/https?:\/\/[^\s<>"')]+/giu, (link) =>
    link.startsWith(publicUrl) ? "[link]" : link,
  );
}
