import type { Actor } from "../../audit/entry.model.ts";
import { DomainError } from "../../platform/errors.ts";
import { refuseProblems } from "../../texts/refuse-problems.ts";
import type { Deps } from "../deps.ts";
import { askDraftApproval } from "./ask-draft-approval.ts";
import { checkDraft } from "./check-draft.ts";
import type { Draft, Stamp } from "./draft.model.ts";
import { type DraftMove, draftMoves, mayMove } from "./draft-states.ts";
import { type DraftRef, openDraft } from "./open-draft.ts";
import { storeDraft } from "./store-draft.ts";

type Moving = DraftRef & {
  actor: Actor;
  move: Exclude<DraftMove, "edit" | "publish">;
  /** The revision that was looked at: approving means approving what was read. */
  revision: number;
  note?: string | undefined;
};

/**
 * Submits, approves or returns a draft; who may approve one that is submitted is written to.
 * @throws DomainError `not-found`; `draft-changed` when it is in another state, or was changed since;
 * `second-person` when somebody approves what they submitted or last edited; `catalogue-refused` when rules are
 * broken.
 */
export async function moveDraft(
  deps: Pick<Deps, "database" | "now" | "jobs">,
  moving: Moving,
): Promise<void> {
  const open = await openDraft(deps, moving);
  const { draft } = open;
  const { move, account, actor } = moving;
  if (draft.revision !== moving.revision || !mayMove(draftMoves[move], draft.state)) throw changed();
  if (move === "approve") mustBeSecond(draft, account.id);
  if (move !== "give-back") {
    const { campaign, problems } = await checkDraft(open, deps.now());
    if (!campaign) refuseProblems(problems);
  }
  const by = { account: account.id, organisation: account.organisation, at: deps.now() };
  const details = { revision: draft.revision };
  const isAsked = move === "submit";
  const stored = await storeDraft(deps, moved(draft, moving, by), {
    actor,
    act: `petition.${move}`,
    details,
    ...(isAsked && { also: (inner) => askDraftApproval(inner, open, account.id) }),
  });
  if (!stored) throw changed();
  if (isAsked) deps.jobs.lettersDue();
}

function moved(draft: Draft, { move, note }: Moving, by: Stamp): Draft {
  const { note: _, submitted, approved: __, ...kept } = draft;
  const state = draftMoves[move].to;
  if (move === "submit") return { ...kept, state, submitted: by };
  if (move === "approve") return { ...kept, state, ...(submitted && { submitted }), approved: by };
  return { ...kept, state, ...(note && { note }) };
}

/** Tells whether an account may approve a draft: the texts then have been seen by a second pair of eyes. */
export function isSecondPerson(
  { submitted, edited }: Pick<Draft, "submitted" | "edited">,
  account: string,
): boolean {
  return submitted?.account !== account && edited.account !== account;
}

function mustBeSecond(draft: Draft, account: string): void {
  if (isSecondPerson(draft, account)) return;
  throw new DomainError(
    "second-person",
    "You have edited or submitted this: somebody else has to read and approve it.",
  );
}

function changed(): DomainError {
  return new DomainError(
    "draft-changed",
    "Somebody changed this while you looked at it: nothing was done. Look at it again.",
  );
}
