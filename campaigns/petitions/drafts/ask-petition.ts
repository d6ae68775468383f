import type { Account } from "../../access/account.ts";
import { reaches } from "../../access/reach.ts";
import { askApproval } from "../../approvals/ask-approval.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import { isDuplicate } from "../../platform/is-duplicate.ts";
import { isCountry } from "../../texts/countries.ts";
import type { Campaign } from "../campaign.ts";
import type { Deps } from "../deps.ts";
import { findCampaign } from "../find-campaign.ts";
import { type PetitionWish, wishKey } from "./petition-wish.model.ts";

type AskDeps = Pick<Deps, "database" | "now" | "jobs">;

/**
 * The campaign in which an account's organisation may ask for a petition: one that people see, in which it has none,
 * and that is run by others.
 * @throws DomainError `not-found`.
 */
export async function findCampaignToJoin(
  deps: Pick<Deps, "database">,
  account: Pick<Account, "role" | "organisation">,
  slug: string,
): Promise<Campaign> {
  const campaign = await findCampaign(deps, slug);
  const isSeen = campaign?.state === "open" || campaign?.state === "closed";
  const own =
    campaign && [campaign, ...campaign.petitions].some((each) => reaches(account, each.organisation));
  if (!campaign || !isSeen || own) throw notFound();
  return campaign;
}

/**
 * Asks for a petition of one's organisation in a campaign that others run. It begins as a draft once somebody of
 * theirs agrees, who is written to.
 * @throws DomainError `not-found`, `campaign-closed`, `country-refused`, `country-taken`, or `draft-changed` when the
 * organisation has asked already.
 */
export async function askPetition(
  deps: AskDeps,
  { account, actor }: { account: Account; actor: Actor },
  { campaign: slug, country, note }: Pick<PetitionWish, "campaign" | "country" | "note">,
): Promise<void> {
  const campaign = await findCampaignToJoin(deps, account, slug);
  if (campaign.state !== "open") throw new DomainError("campaign-closed", "This campaign is closed.");
  if (!isCountry(country)) throw new DomainError("country-refused", "Choose a country from the list.");
  if (campaign.petitions.some((petition) => petition.country === country))
    throw new DomainError("country-taken", "This country already has a petition.");
  const { id: by, organisation } = account;
  const wish = { campaign: slug, organisation, country, note, by, at: deps.now() };
  try {
    await withTransaction(deps, async (inner) => {
      const { petitionWishes } = inner.database;
      await petitionWishes.insertOne({ _id: wishKey(slug, organisation), ...wish }, inner.transaction);
      await recordAudit(inner, actor, "petition.ask", slug, { organisation, country });
      await askApproval(inner, {
        ...{ kind: "new-petition", campaign: slug, thing: null, note, by, besides: [] },
        names: Object.entries(campaign.pages).map(([locale, { name }]) => ({ locale, text: name })),
        organisation: campaign.organisation,
        changes: [{ about: { label: "country" }, was: "", becomes: country }],
      });
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new DomainError("draft-changed", "Your organisation has asked for a petition already.");
  }
  deps.jobs.lettersDue();
}
