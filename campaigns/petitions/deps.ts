import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../approvals/deps.ts";
import type { CampaignModel } from "./campaign.model.ts";
import type { StoredContact } from "./contacts/contact.model.ts";
import type { DraftModel } from "./drafts/draft.model.ts";
import type { PetitionWish } from "./drafts/petition-wish.model.ts";
import type { PetitionModel } from "./petition.model.ts";
import type { ShareCount } from "./sharing/share-count.model.ts";
import type { SourceCode } from "./source-codes/source-code.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  campaigns: CampaignModel;
  petitions: PetitionModel;
  drafts: DraftModel;
  petitionWishes: mongo.Collection<PetitionWish>;
  contacts: mongo.Collection<StoredContact>;
  shareCounts: mongo.Collection<ShareCount>;
  sourceCodes: mongo.Collection<SourceCode>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
