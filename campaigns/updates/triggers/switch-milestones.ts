import { mustReach } from "../../access/reach.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { DomainError } from "../../platform/errors.ts";
import { type InTransaction, withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import type { By } from "../find-update.ts";
import type { MilestoneSwitch, TemplateMode } from "./template.model.ts";

type SwitchDeps = Pick<Deps, "database" | "now">;

/** What a campaign's milestones currently do. */
export async function readMilestoneSwitch(
  { database }: Pick<Deps, "database">,
  campaign: string,
): Promise<MilestoneSwitch | null> {
  return database.milestoneSwitches.findOne({ _id: campaign });
}

/**
 * Switches what a campaign's milestones do. Automatic sending takes two people: one who switches to drafts, and
 * another who lets them go out.
 * @throws DomainError `not-allowed` when it is the same person, `not-found`.
 */
export async function switchMilestones(
  deps: SwitchDeps,
  { account, actor }: By,
  campaign: Campaign,
  mode: TemplateMode,
): Promise<void> {
  mustReach(account, campaign.organisation);
  const known = await readMilestoneSwitch(deps, campaign.slug);
  if (known?.mode === mode || (!known && mode === "off")) return;
  await withTransaction(deps, async (inner) => {
    await write(inner, account.id, campaign, mode, known);
    await recordAudit(inner, actor, "update.milestones", `campaign/${campaign.slug}`, { mode });
  });
}

async function write(
  { database, now, transaction }: SwitchDeps & Required<InTransaction>,
  account: string,
  { slug }: Campaign,
  mode: TemplateMode,
  known: MilestoneSwitch | null,
): Promise<void> {
  const changedAt = now();
  if (mode !== "send") {
    await database.milestoneSwitches.updateOne(
      { _id: slug },
      { $set: { mode, draftBy: account, since: changedAt, changedAt }, $unset: { sendBy: "" } },
      { upsert: true, ...transaction },
    );
    return;
  }
  if (known?.mode !== "draft" || known.draftBy === account) {
    throw new DomainError(
      "not-allowed",
      "A second person switches milestones to sending: ask somebody else.",
    );
  }
  const switched = await database.milestoneSwitches.updateOne(
    { _id: slug, mode: "draft", draftBy: known.draftBy },
    { $set: { mode, sendBy: account, changedAt } },
    transaction,
  );
  if (switched.modifiedCount === 0)
    throw new DomainError("not-allowed", "Somebody else changed this in the meantime: look at it again.");
}
