import type { Account } from "../../access/account.ts";
import { reaches } from "../../access/reach.ts";
import type { Deps } from "../../bundles/deps.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { listCampaigns } from "../../petitions/find-campaign.ts";
import { countFailedLetters } from "../read-health.ts";
import { readRecounts } from "../read-recounts.ts";
import type { Inbox, InboxItem, Placed, Reader } from "./inbox.ts";
import { listAsked } from "./list-asked.ts";
import { listBundles } from "./list-bundles.ts";
import { listDrafts } from "./list-drafts.ts";
import { listUpdates } from "./list-updates.ts";

/** Campaigns that an account has to do with: its organisation's, and those with one of its petitions. */
export async function reachedCampaigns(
  deps: Pick<Deps, "database">,
  account: Pick<Account, "role" | "organisation">,
): Promise<Campaign[]> {
  const campaigns = await listCampaigns(deps);
  return campaigns.filter((campaign) =>
    [campaign, ...campaign.petitions].some(({ organisation }) => reaches(account, organisation)),
  );
}

/** Reads somebody's start page. Each read uses an index that contains little more than the result. */
export async function readInbox(
  deps: Pick<Deps, "database" | "now">,
  account: Reader,
  campaigns: readonly Campaign[],
): Promise<Inbox> {
  const lists = await Promise.all([
    listAsked(deps, account, campaigns),
    listDrafts(deps, account, campaigns),
    listUpdates(deps, account, campaigns),
    listBundles(deps, account),
    ...campaigns.map((campaign) => listFailures(deps, account, campaign)),
  ]);
  const all = lists.flat().sort((one, other) => timeOf(one) - timeOf(other));
  const of = (list: keyof Inbox) => all.flatMap(({ list: own, ...item }) => (own === list ? item : []));
  return { waiting: of("waiting"), awaited: of("awaited"), wrong: of("wrong") };
}

function timeOf({ at }: InboxItem): number {
  return at?.getTime() ?? 0;
}

/** Letters of a campaign that failed, and counts that don't agree. */
async function listFailures(
  deps: Pick<Deps, "database" | "now">,
  account: Reader,
  campaign: Campaign,
): Promise<Placed[]> {
  const petitions = campaign.petitions.filter(({ organisation }) => reaches(account, organisation));
  const isWhole = reaches(account, campaign.organisation);
  const [letters, recounts] = await Promise.all([
    countFailedLetters(deps, { campaign, petitions }),
    isWhole ? readRecounts(deps, campaign.slug) : [],
  ]);
  const drift = recounts.reduce((sum, one) => sum + one.drift, 0);
  const item = (kind: "letters" | "drift", count: number): Placed[] =>
    count > 0 ? [{ list: "wrong", kind, campaign: campaign.slug, thing: null, count }] : [];
  return [...item("letters", letters), ...item("drift", drift)];
}
