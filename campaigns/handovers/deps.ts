import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../bundles/deps.ts";
import type { Handover } from "./handover.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  handovers: mongo.Collection<Handover>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
