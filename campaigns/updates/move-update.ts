import type { mongo } from "mongoose";
import { recordAudit } from "../audit/record-audit.ts";
import { DomainError } from "../platform/errors.ts";
import { type InTransaction, withTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";
import { type By, findUpdate } from "./find-update.ts";
import type { Update } from "./update.model.ts";
import { stateAfter, statesBefore, type UpdateMove, type UpdateState } from "./update-states.ts";

type MoveDeps = Pick<Deps, "database" | "now">;

/** What a move changes besides the state. */
export type Change = {
  set?: mongo.MatchKeysAndValues<Update>;
  unset?: (keyof Update)[];
  details?: Record<string, string | number | boolean>;
  /** What else is written with it. */
  also?: (inner: MoveDeps & Required<InTransaction>) => Promise<void>;
};

/** How the audit trail names a move. */
const acts = {
  edit: "update.edit",
  submit: "update.submit",
  return: "update.return",
  approve: "update.approve",
  schedule: "update.schedule",
  pause: "update.pause",
  resume: "update.resume",
  cancel: "update.cancel",
} as const satisfies Partial<Record<UpdateMove, string>>;

/**
 * Moves an update to its next state, if it is still in the state in which `seen` was read: one conditional write,
 * with its audit entry.
 * @throws DomainError `update-moved` when the move is not allowed from there, or somebody was faster.
 */
export async function moveUpdate(
  deps: MoveDeps,
  by: By,
  seen: Update,
  move: keyof typeof acts,
  { set = {}, unset = [], details, also }: Change = {},
): Promise<Update> {
  const to = stateAfter(seen.state, move);
  if (to === undefined) throw movedOn(seen.state, move);
  const id = seen._id.toHexString();
  return withTransaction(deps, async (inner) => {
    const update = await inner.database.updates
      .findOneAndUpdate(
        { _id: seen._id, state: seen.state, changedAt: seen.changedAt },
        {
          $set: { ...set, state: to, changedAt: deps.now() },
          ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((field) => [field, ""])) }),
        },
        { returnDocument: "after", ...inner.transaction },
      )
      .lean<Update>();
    if (!update) throw movedOn((await findUpdate(deps, by.account, id)).state, move);
    await recordAudit(inner, by.actor, acts[move], `update/${id}`, details);
    await also?.(inner);
    return update;
  });
}

function movedOn(state: UpdateState, move: UpdateMove): DomainError {
  const allowed = statesBefore(move).join(" or ");
  return new DomainError(
    "update-moved",
    state === allowed
      ? "Somebody else changed this update in the meantime: look at it again."
      : `This update is ${state}; it must be ${allowed} for that.`,
  );
}
