import type { Account } from "#campaigns/access/account.ts";
import { reaches } from "#campaigns/access/reach.ts";
import { nameAccounts } from "#campaigns/accounts/name-accounts.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { listWishes } from "#campaigns/petitions/drafts/decide-petition.ts";
import type { Draft, Stamp } from "#campaigns/petitions/drafts/draft.model.ts";
import { type Stage, stageOf } from "#campaigns/petitions/drafts/draft-states.ts";
import { type OpenDraft, openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import type { PetitionWish } from "#campaigns/petitions/drafts/petition-wish.model.ts";
import { listAt, plainAt } from "#campaigns/petitions/drafts/plain.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { type PetitionStage, petitionStage } from "#campaigns/petitions/petition-life.ts";
import { campaignName, textLocale } from "#campaigns/petitions/text-locale.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import { sumKey } from "#campaigns/signing/tallies/sum.model.ts";
import { type DraftProgress, draftProgress } from "./draft-progress.ts";

/** A version of a petition and how many have signed it. */
type SignedVersion = { version: number; publishedAt: Date; signed: number };

/** A petition on the overview. */
export type PetitionRow = {
  id: string;
  country: string | null;
  organisation: string;
  office: string;
  versions: SignedVersion[];
  /** Where it stands, once it is published. */
  stage?: PetitionStage;
  /** Its own draft, if it is being edited. */
  draft: Draft | null;
  /**
   * Whether the account may edit it on its own: before a campaign is published, it is part of the campaign's draft.
   */
  isOwn: boolean;
};

/** What a campaign's overview shows to an account. */
export type Overview = {
  slug: string;
  name: string;
  campaign: Campaign | null;
  stage: Stage;
  /** The draft of the page, if the campaign's organisation is within reach. */
  page: { open: OpenDraft; progress: DraftProgress } | null;
  petitions: PetitionRow[];
  /** Organisations that a petition can be assigned to, by name. */
  organisations: { slug: string; name: string }[];
  /** Names of those who worked on the page's draft. */
  people: Named["people"];
  /** Petitions that other organisations ask for, for those who run the campaign. */
  wishes: PetitionWish[];
};

/**
 * Collects what an account may see of a campaign: all of it, or its organisation's petitions.
 * @throws DomainError `not-found` when none of it is theirs.
 */
export async function readOverview(deps: Deps, account: Account, slug: string): Promise<Overview> {
  const campaign = await findCampaign(deps, slug);
  const own = campaign?.petitions.some(({ organisation }) => reaches(account, organisation)) ?? false;
  const begun = await deps.database.drafts.find({ campaign: slug }).lean<Draft[]>();
  const drafts = begun.filter(({ organisation }) => reaches(account, organisation));
  const isWhole = campaign
    ? reaches(account, campaign.organisation)
    : drafts.some((draft) => !draft.petition);
  if (!isWhole && !own && drafts.length === 0) throw notFound();
  const open = isWhole ? await openDraft(deps, { account, campaign: slug, petition: null }) : null;
  const progress = open && (await draftProgress(open, deps.now()));
  const organisations = await listOrganisations(deps);
  return {
    slug,
    name: campaign ? campaignName(campaign, account.locale) : (progress?.name ?? slug),
    campaign,
    stage: stageOf(campaign, open?.draft.state ?? "draft", deps.now()),
    page: open && progress && { open, progress },
    people: open ? await namePeople(deps, open.draft) : new Map(),
    wishes: isWhole ? await listWishes(deps, slug) : [],
    petitions: [
      ...(await liveRows(deps, campaign, drafts, account)),
      ...(campaign ? newRows(drafts, campaign) : draftRows(open)),
    ],
    organisations: organisations.filter((each) => isWhole || reaches(account, each.slug)),
  };
}

async function liveRows(
  { database, now }: Deps,
  campaign: Campaign | null,
  drafts: readonly Draft[],
  account: Account,
): Promise<PetitionRow[]> {
  if (!campaign) return [];
  const keys = campaign.petitions.map(({ id }) => sumKey(campaign.ordinal, id, null));
  const sums = await database.sums.find({ _id: { $in: keys } }, { projection: { versions: 1 } }).toArray();
  const signed = new Map(sums.map(({ _id, versions }) => [_id, versions ?? {}]));
  return campaign.petitions
    .filter(({ organisation }) => reaches(account, organisation) || reaches(account, campaign.organisation))
    .map((petition) => ({ petition, ...petition }))
    .map(({ petition, id, country, organisation, target, versions }) => ({
      stage: petitionStage(campaign, petition, now()),
      id,
      country,
      organisation,
      office: target[textLocale(campaign, account.locale)] ?? "",
      versions: versions
        .map(({ version, publishedAt }) => ({
          version,
          publishedAt,
          signed: signed.get(sumKey(campaign.ordinal, id, null))?.[String(version)] ?? 0,
        }))
        .reverse(),
      draft: drafts.find(({ petition, state }) => petition === id && state !== "published") ?? null,
      isOwn: reaches(account, organisation),
    }));
}

/** Petitions added to a published campaign that are not published themselves yet. */
function newRows(drafts: readonly Draft[], campaign: Campaign): PetitionRow[] {
  return drafts.flatMap((draft) => {
    const { petition: id, organisation } = draft;
    if (id === null || campaign.petitions.some((petition) => petition.id === id)) return [];
    return [{ id, country: id.toUpperCase(), organisation, office: "", versions: [], draft, isOwn: true }];
  });
}

/** The petitions of an unpublished campaign: part of its draft. */
function draftRows(open: OpenDraft | null): PetitionRow[] {
  if (!open) return [];
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const [first] = listAt(open.own.get("campaign.yaml"), ["languages"]).map(String);
  return listAt(open.own.get("campaign.yaml"), ["petitions"]).map((entry) => {
    const id = text(plainAt(entry, ["id"]));
    return {
      id,
      country: text(plainAt(entry, ["country"])) || null,
      organisation: text(plainAt(entry, ["organisation"])) || open.draft.organisation,
      office: text(plainAt(open.own.get(`texts/${first}.yaml`), ["offices", id])),
      versions: [],
      draft: null,
      isOwn: false,
    };
  });
}

/** What names the people of a draft's history. */
export type Named = {
  organisations: readonly { slug: string; name: string }[];
  /** Names of accounts by id. */
  people: ReadonlyMap<string, string>;
};

/** The names of everybody who did something with a draft. */
export function namePeople(
  deps: Deps,
  { edited, submitted, approved, same = [] }: Draft,
): Promise<Named["people"]> {
  const stamps = [edited, submitted, approved, ...same];
  return nameAccounts(
    deps,
    stamps.flatMap((stamp) => stamp?.account ?? []),
  );
}

/** Who did something, by name and organisation; an account that is gone has only its organisation's. */
export function namedStamp(stamp: Stamp, { organisations, people }: Named) {
  const organisation =
    organisations.find(({ slug }) => slug === stamp.organisation)?.name ?? stamp.organisation;
  const person = people.get(stamp.account);
  return { at: stamp.at, organisation: person ? `${person} (${organisation})` : organisation };
}
