import { isDeepStrictEqual } from "node:util";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { forgetCampaigns, readCampaign } from "../find-campaign.ts";
import { type LoadedCampaign, storeCampaign } from "../load-campaign.ts";
import { checkDraft } from "./check-draft.ts";
import { draftMoves, mayMove } from "./draft-states.ts";
import { type DraftRef, openDraft } from "./open-draft.ts";
import { writeDraft } from "./store-draft.ts";

/**
 * Publishes an approved draft the way folders are loaded: petitions with changed wording get a new version, and no
 * older one changes. Petitions, draft and audit entry are one transaction.
 * @throws DomainError `not-found`, `draft-changed` when it is not approved or the campaign changed in the meantime,
 * or `catalogue-refused`.
 */
export async function publishDraft(
  deps: Pick<Deps, "database" | "now">,
  publishing: DraftRef & { actor: Actor },
): Promise<LoadedCampaign> {
  const open = await openDraft(deps, publishing);
  const { draft, live } = open;
  if (!mayMove(draftMoves.publish, draft.state)) throw changed();
  const checked = await checkDraft(open, deps.now());
  const published = await withTransaction(deps, async (inner) => {
    // The draft was merged with what people saw then: changes made since would be undone.
    if (!isDeepStrictEqual(await readCampaign(inner, draft.campaign), live)) throw changed();
    const loaded = await storeCampaign(inner, checked);
    // From now on, edits start from what people see.
    if (!(await writeDraft(inner, { ...draft, state: draftMoves.publish.to }))) throw changed();
    const versions = loaded.petitions.filter(({ outcome }) => outcome !== "kept").length;
    await recordAudit(inner, publishing.actor, "petition.publish", draft._id, { versions });
    return loaded;
  });
  forgetCampaigns(deps);
  return published;
}

function changed(): DomainError {
  return new DomainError("draft-changed", "This is not approved, or not any more: look at it again.");
}
