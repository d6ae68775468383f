import type { AskedEnding, Campaign } from "../campaign.ts";

/**
 * `draft`: being edited; `submitted`: waiting for a second person; `approved`: may be published; `published`: what
 * people see.
 */
export const draftStates = ["draft", "submitted", "approved", "published"] as const;
export type DraftState = (typeof draftStates)[number];

type Move<State> = { from: readonly State[]; to: State };

/** What can be done with a draft. After any edit it has to be submitted and approved again. */
export const draftMoves = {
  edit: { from: ["draft", "submitted", "approved", "published"], to: "draft" },
  submit: { from: ["draft"], to: "submitted" },
  "give-back": { from: ["submitted", "approved"], to: "draft" },
  approve: { from: ["submitted"], to: "approved" },
  publish: { from: ["approved"], to: "published" },
} as const satisfies Record<string, Move<DraftState>>;

export type DraftMove = keyof typeof draftMoves;

/** From which states of a published campaign something can be asked for. */
export const endingFrom = {
  close: ["open"],
  reopen: ["closed"],
  archive: ["closed"],
  dates: ["open", "closed"],
} as const satisfies Record<AskedEnding["move"], readonly Campaign["state"][]>;

/** Tells whether a move may be made from a state. */
export function mayMove<State>(moves: Move<State>, state: State): boolean {
  return moves.from.includes(state);
}

/** Where a campaign is between its first draft and the archive. */
export const stages = ["draft", "submitted", "approved", "scheduled", "open", "closed", "archived"] as const;
export type Stage = (typeof stages)[number];

/** The stage of a campaign at a moment; before it is published, that of its draft. */
export function stageOf(campaign: Campaign | null, draft: DraftState, now: Date): Stage {
  if (!campaign || campaign.state === "draft") return draft === "published" ? "approved" : draft;
  if (campaign.state !== "open") return campaign.state;
  if (now < campaign.opensAt) return "scheduled";
  return campaign.closesAt && now >= campaign.closesAt ? "closed" : "open";
}
