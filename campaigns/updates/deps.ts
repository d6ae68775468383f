import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../letters/deps.ts";
import type { Dispatch } from "./dispatch.model.ts";
import type { Picture } from "./pictures/picture.model.ts";
import type { ProviderShare } from "./provider-share.model.ts";
import type { DispatchRange } from "./range.model.ts";
import type { MilestoneSwitch } from "./triggers/template.model.ts";
import type { UpdateModel } from "./update.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  updates: UpdateModel;
  dispatches: mongo.Collection<Dispatch>;
  dispatchRanges: mongo.Collection<DispatchRange>;
  providerShares: mongo.Collection<ProviderShare>;
  pictures: mongo.Collection<Picture>;
  milestoneSwitches: mongo.Collection<MilestoneSwitch>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
