import type { Actor } from "../../audit/entry.model.ts";
import type { Deps } from "../../deps.ts";
import { DomainError } from "../../errors.ts";
import { type LoadedCampaign, storeCampaign } from "../load-campaign.ts";
import { checkDraft } from "./check-draft.ts";
import { draftMoves, mayMove } from "./draft-states.ts";
import { type DraftPlace, openDraft } from "./open-draft.ts";
import { storeDraft } from "./store-draft.ts";

/**
 * Publishes an approved draft, the way in which folders are loaded: petitions whose words changed get a new version, and no
 * older one changes. Run again after a crash, it finds its versions there and only marks the draft.
 * @throws DomainError `not-found`, `draft-changed` when it is not approved, or `catalogue-refused`.
 */
export async function publishDraft(
  deps: Pick<Deps, "database" | "now">,
  publishing: DraftPlace & { actor: Actor },
): Promise<LoadedCampaign> {
  const open = await openDraft(deps, publishing);
  const { draft } = open;
  if (!mayMove(draftMoves.publish, draft.state)) {
    throw new DomainError("draft-changed", "This is not approved, or not any more: look at it again.");
  }
  const loaded = await storeCampaign(deps, await checkDraft(open, deps.now()));
  // Whoever edits from now on, edits what people see.
  const details = { versions: loaded.petitions.filter(({ outcome }) => outcome !== "kept").length };
  const noted = { actor: publishing.actor, act: "petition.publish", details };
  await storeDraft(deps, { ...draft, state: draftMoves.publish.to }, noted);
  return loaded;
}
