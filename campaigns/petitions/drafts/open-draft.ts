import type { Account } from "../../access/account.ts";
import { reaches } from "../../access/reach.ts";
import { notFound } from "../../platform/errors.ts";
import { isSlug } from "../../texts/slug.ts";
import type { Campaign } from "../campaign.ts";
import type { Deps } from "../deps.ts";
import { findCampaign, forgetCampaigns } from "../find-campaign.ts";
import { type Draft, draftKey } from "./draft.model.ts";
import { liveFiles, mergeFiles, ownFiles, pageFiles, petitionFiles } from "./draft-files.ts";
import { type PlainFiles, writePlain } from "./plain.ts";

/** A draft next to what people see today. */
export type OpenDraft = {
  /** Revision 0 means that it is not stored yet. */
  draft: Draft;
  /** Null before the campaign is published. */
  live: Campaign | null;
  own: PlainFiles;
  /** What publishing it would make of the campaign. */
  merged: PlainFiles;
};

type DraftDeps = Pick<Deps, "database" | "now">;

/** Who opens a draft, and which: that of a campaign's page, or of one of its petitions. */
export type DraftRef = { account: Account; campaign: string; petition: string | null };

/**
 * Opens a draft; if there is none, one that equals what people see today.
 * @throws DomainError `not-found` when it does not exist, or is another organisation's.
 */
export async function openDraft(
  deps: DraftDeps,
  { account, campaign, petition }: DraftRef,
): Promise<OpenDraft> {
  if (!isSlug(campaign)) throw notFound();
  // Not cached: another server, or a load, may have changed it a moment ago, and an organiser expects to see
  // it.
  forgetCampaigns(deps);
  const live = await findCampaign(deps, campaign);
  const stored = await deps.database.drafts.findById(draftKey(campaign, petition)).lean<Draft>();
  const draft =
    stored && (stored.state !== "published" || !live) ? stored : begin(deps, live, petition, stored);
  if (!draft || !reaches(account, draft.organisation)) throw notFound();
  const own = ownFiles(draft);
  return { draft, live, own, merged: mergeFiles(draft, own, live && liveFiles(live)) };
}

/** A draft equal to what people see today; the revision continues, so that older forms are still detected. */
function begin(
  deps: DraftDeps,
  live: Campaign | null,
  petition: string | null,
  stored: Draft | null,
): Draft | null {
  const standing = live?.petitions.find(({ id }) => id === petition);
  if (!live || (petition !== null && !standing)) return null;
  const today = liveFiles(live);
  const files = petition === null ? pageFiles(today) : petitionFiles(petition, today);
  const organisation = standing?.organisation ?? live.organisation;
  return {
    _id: draftKey(live.slug, petition),
    campaign: live.slug,
    petition,
    organisation,
    state: "published",
    revision: stored?.revision ?? 0,
    files: filesToStore(files),
    edited: stored?.edited ?? { account: "", organisation, at: deps.now() },
    ...(stored?.submitted && { submitted: stored.submitted }),
    ...(stored?.approved && { approved: stored.approved }),
  };
}

/** Files as a draft stores them. */
export function filesToStore(files: PlainFiles): Draft["files"] {
  return Array.from(writePlain(files), ([name, text]) => ({ name, text }));
}
