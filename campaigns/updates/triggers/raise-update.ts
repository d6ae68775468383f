import { createHash } from "node:crypto";
import { Types } from "mongoose";
import { recordAudit } from "../../audit/record-audit.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { type InTransaction, withTransaction } from "../../platform/in-transaction.ts";
import { isDuplicate } from "../../platform/is-duplicate.ts";
import type { Deps } from "../deps.ts";
import { noCounts, type Update } from "../update.model.ts";

export type RaiseDeps = Pick<Deps, "database" | "jobs" | "now">;

/** An update created from a template. */
export type Raised = {
  /** What it is about within the campaign: the same event gives the same update. */
  event: string;
  texts: Update["texts"];
  /** Figures of the texts that Sheaf has counted. */
  counted: number[];
  /** Who switched that on, and who, as a second person, to sending without being asked. */
  draftBy: string;
  sendBy?: string | undefined;
  details: Record<string, string | number>;
};

/**
 * Creates the update for an event. Its key is derived from the event, so that any number of runs create one. Returns
 * whether it was created now. Within the transaction of another act it must not be there yet.
 */
export async function raiseUpdate(
  deps: RaiseDeps & InTransaction,
  campaign: Campaign,
  raised: Raised,
): Promise<boolean> {
  const update = writeUpdate(deps.now(), campaign, raised);
  const { organisation } = campaign;
  const by = { account: "sheaf", organisation, role: "operator", from: "here" } as const;
  try {
    await withTransaction(deps, async (inner) => {
      await inner.database.updates.create([update], inner.transaction);
      await recordAudit(inner, by, "update.create", `update/${update._id.toHexString()}`, raised.details);
    });
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
  if (update.scheduledAt) deps.jobs.updateDue(update._id);
  return true;
}

function writeUpdate(
  now: Date,
  campaign: Campaign,
  { event, texts, counted, draftBy, sendBy }: Raised,
): Update {
  const key = createHash("sha256").update(`${campaign.slug}\n${event}`).digest();
  return {
    _id: new Types.ObjectId(key.subarray(0, 12)),
    campaign: campaign.slug,
    organisation: campaign.organisation,
    state: sendBy === undefined ? "draft" : "approved",
    texts,
    counted: counted.map(String),
    fallback: campaign.languages.slice(0, 1),
    audience: {},
    createdBy: draftBy,
    createdAt: now,
    changedAt: now,
    ...(sendBy !== undefined && {
      submittedBy: draftBy,
      submittedAt: now,
      approvedBy: sendBy,
      approvedAt: now,
      scheduledAt: now,
    }),
    planned: 0,
    counts: noCounts(),
  };
}
