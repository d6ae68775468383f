/**
 * `draft`: being written; `submitted`: waiting for a second person; `approved`: goes out at `scheduledAt`, once that
 * is set; `sending`, `paused`: in progress; `sent`: every dispatch is final; `cancelled`: nothing more goes out.
 */
export const updateStates = [
  "draft",
  "submitted",
  "approved",
  "sending",
  "paused",
  "sent",
  "cancelled",
] as const;

/** Where an update stands. */
export type UpdateState = (typeof updateStates)[number];

/**
 * What can be done with an update, and what sending does automatically: `begin` when it is due, `finish` at its end.
 */
export type UpdateMove =
  | "edit"
  | "submit"
  | "return"
  | "approve"
  | "schedule"
  | "begin"
  | "pause"
  | "resume"
  | "cancel"
  | "finish";

/** All allowed moves, by the state they start from; anything else is refused. */
const moves = {
  draft: { edit: "draft", submit: "submitted", cancel: "cancelled" },
  submitted: { return: "draft", approve: "approved", cancel: "cancelled" },
  approved: { return: "draft", schedule: "approved", begin: "sending", cancel: "cancelled" },
  sending: { pause: "paused", cancel: "cancelled", finish: "sent" },
  paused: { resume: "sending", cancel: "cancelled" },
  sent: {},
  cancelled: {},
} as const satisfies Record<UpdateState, Partial<Record<UpdateMove, UpdateState>>>;

/** The state that a move leads to; undefined when it is not allowed. */
export function stateAfter(state: UpdateState, move: UpdateMove): UpdateState | undefined {
  const allowed: Partial<Record<UpdateMove, UpdateState>> = moves[state];
  return allowed[move];
}

/** The states from which a move is allowed: what a conditional write requires. */
export function statesBefore(move: UpdateMove): UpdateState[] {
  return updateStates.filter((state) => stateAfter(state, move) !== undefined);
}
