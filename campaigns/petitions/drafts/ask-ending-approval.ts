import type { AskedChange } from "../../approvals/approval.model.ts";
import { askApproval } from "../../approvals/ask-approval.ts";
import type { InTransaction } from "../../platform/in-transaction.ts";
import { dayBeginning, dayEnding, localTime } from "../../texts/campaign-days.ts";
import type { AskedEnding, Campaign, CampaignDates, Petition } from "../campaign.ts";
import type { Deps } from "../deps.ts";
import { lifeOf } from "../petition-life.ts";

/**
 * Writes to who may approve it what was asked for about a campaign or one of its petitions, in the transaction that
 * asks.
 */
export async function askEndingApproval(
  deps: Pick<Deps, "database" | "now"> & Required<InTransaction>,
  { campaign, petition }: { campaign: Campaign; petition: Petition | null },
  { move, reason, dates, note, by }: AskedEnding,
): Promise<void> {
  const { slug, pages } = campaign;
  const { organisation } = petition ?? campaign;
  const older = petition ? lifeOf(campaign, petition) : campaign;
  const names = Object.entries(pages).map(([locale, { name }]) => ({ locale, text: name }));
  const changes: AskedChange[] = [
    ...(reason ? [{ about: { label: "reason" as const }, was: "", becomes: reason }] : []),
    ...(dates ? otherDates(older, dates) : []),
  ];
  const asked = {
    kind: move,
    campaign: slug,
    names,
    thing: petition?.id ?? null,
    organisation,
    note,
    changes,
    by,
  };
  await askApproval(deps, { ...asked, besides: [] });
}

function otherDates(older: CampaignDates, newer: CampaignDates): AskedChange[] {
  const [was, becomes] = [written(older), written(newer)];
  return (["timeZone", "opensAt", "closesAt"] as const)
    .map((label) => ({ about: { label }, was: was[label], becomes: becomes[label] }))
    .filter((change) => change.was !== change.becomes);
}

/** Days alone where they are whole, else with a time; in the campaign's own time zone. */
function written({ timeZone, opensAt, closesAt }: CampaignDates) {
  const moment = (at: Date) => Object.values(localTime(at, timeZone)).join(" ");
  return {
    timeZone,
    opensAt: dayBeginning(opensAt, timeZone) ?? moment(opensAt),
    closesAt: closesAt ? (dayEnding(closesAt, timeZone) ?? moment(closesAt)) : "",
  };
}
