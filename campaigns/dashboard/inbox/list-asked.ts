import { trusted } from "mongoose";
import { reaches } from "../../access/reach.ts";
import type { Deps } from "../../bundles/deps.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import type { StoredPetition } from "../../petitions/petition.model.ts";
import type { Placed, Reader } from "./inbox.ts";

/** What was asked for about campaigns and single petitions, and petitions that other organisations ask for in them. */
export async function listAsked(
  { database }: Pick<Deps, "database">,
  account: Reader,
  campaigns: readonly Campaign[],
): Promise<Placed[]> {
  const own = campaigns.filter(({ organisation }) => reaches(account, organisation)).map(({ slug }) => slug);
  const [asked, askedOfPetitions, wishes] = await Promise.all([
    database.campaigns
      .find({ _id: trusted({ $in: own }), asked: trusted({ $ne: null }) })
      .select({ asked: 1 })
      .lean<(Pick<Campaign, "asked"> & { _id: string })[]>(),
    database.petitions
      .find({
        asked: trusted({ $ne: null }),
        ...(account.role === "secretariat"
          ? {}
          : { $or: [{ campaign: trusted({ $in: own }) }, { organisation: account.organisation }] }),
      })
      .select({ id: 1, campaign: 1, asked: 1 })
      .lean<Pick<StoredPetition, "id" | "campaign" | "asked">[]>(),
    database.petitionWishes
      .find(account.role === "secretariat" ? {} : { $or: [{ campaign: { $in: own } }, { by: account.id }] })
      .toArray(),
  ]);
  const place = (by: string) => (by === account.id ? "awaited" : "waiting");
  return [
    ...asked.flatMap(({ _id: campaign, asked: wish }): Placed[] =>
      wish
        ? [{ list: place(wish.by), kind: wish.move, campaign, thing: null, by: wish.by, at: wish.at }]
        : [],
    ),
    ...askedOfPetitions.flatMap(({ id, campaign, asked: wish }): Placed[] =>
      wish ? [{ list: place(wish.by), kind: wish.move, campaign, thing: id, by: wish.by, at: wish.at }] : [],
    ),
    ...wishes.map(
      ({ campaign, country, by, at }): Placed => ({
        ...{ list: place(by), kind: "new-petition", campaign, thing: null, title: country, by, at },
      }),
    ),
  ];
}
