/**
 * `draft`: being written; `submitted`: waits for a second person; `approved`: goes out at `scheduledAt`, once there is
 * one; `sending`, `paused`: under way; `sent`: every dispatch has its end; `cancelled`: nothing more goes out.
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

/** What can be done with an update, and what sending does by itself: `begin` when its time has come, `finish` at its end. */
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

/** Every move that is allowed, by the state it starts from; what is not here is refused. */
const moves = {
  draft: { edit: "draft", submit: "submitted", cancel: "cancelled" },
  submitted: { return: "draft", approve: "approved", cancel: "cancelled" },
  approved: { return: "draft", schedule: "approved", begin: "sending", cancel: "cancelled" },
  sending: { pause: "paused", cancel: "cancelled", finish: "sent" },
  paused: { resume: "sending", cancel: "cancelled" },
  sent: {},
  cancelled: {},
} as const satisfies Record<UpdateState, Partial<Record<UpdateMove, UpdateState>>>;

/** The state that a move leads to; undefined when it is not allowed from there. */
export function stateAfter(state: UpdateState, move: UpdateMove): UpdateState | undefined {
  const allowed: Partial<Record<UpdateMove, UpdateState>> = moves[state];
  return allowed[move];
}

/** The states from which a move is allowed: what a guarded write looks for. */
export function statesBefore(move: UpdateMove): UpdateState[] {
  return updateStates.filter((state) => stateAfter(state, move) !== undefined);
}
