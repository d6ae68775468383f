import type { Account } from "../../access/account.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError } from "../../platform/errors.ts";
import { type InTransaction, withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { addPetition } from "./add-petition.ts";
import { changedMeanwhile, findOwnCampaign } from "./change-campaign.ts";
import { type PetitionWish, wishKey } from "./petition-wish.model.ts";

type DecideDeps = Pick<Deps, "database" | "now">;
type Deciding = { account: Account; actor: Actor; campaign: string; organisation: string };

/**
 * Agrees to a petition that another organisation asks for: its draft begins.
 * @throws DomainError `not-found`, `second-person` for who asked, `draft-changed` when nobody asks for it any more,
 * `country-taken`.
 */
export async function agreeToPetition(deps: DecideDeps, deciding: Deciding): Promise<void> {
  const { account, actor, campaign } = deciding;
  const { country, organisation, by } = await findWish(deps, deciding);
  if (by === account.id)
    throw new DomainError("second-person", "You have asked for this: somebody else has to approve it.");
  const petition = { country, organisation };
  const also = (inner: DecideDeps & Required<InTransaction>) => removeWish(inner, deciding);
  await addPetition(deps, { account, actor, campaign, petition, also });
}

/**
 * Declines a petition that another organisation asks for.
 * @throws DomainError `not-found`; `draft-changed` when nobody asks for it any more.
 */
export async function declinePetition(deps: DecideDeps, deciding: Deciding): Promise<void> {
  const { country, organisation } = await findWish(deps, deciding);
  await withTransaction(deps, async (inner) => {
    await removeWish(inner, deciding);
    const { actor, campaign } = deciding;
    await recordAudit(inner, actor, "petition.decline", campaign, { organisation, country });
  });
}

/** The petitions that are asked for in a campaign, oldest first. */
export function listWishes({ database }: Pick<Deps, "database">, campaign: string): Promise<PetitionWish[]> {
  return database.petitionWishes.find({ campaign }).sort({ at: 1 }).toArray();
}

async function findWish(
  deps: DecideDeps,
  { account, campaign, organisation }: Deciding,
): Promise<PetitionWish> {
  await findOwnCampaign(deps, account, campaign);
  const wish = await deps.database.petitionWishes.findOne({ _id: wishKey(campaign, organisation) });
  if (!wish) throw changedMeanwhile();
  return wish;
}

async function removeWish(
  { database, transaction }: DecideDeps & Required<InTransaction>,
  { campaign, organisation }: Deciding,
): Promise<void> {
  const _id = wishKey(campaign, organisation);
  if ((await database.petitionWishes.deleteOne({ _id }, transaction)).deletedCount === 0)
    throw changedMeanwhile();
}
