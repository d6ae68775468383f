import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../handovers/deps.ts";
import type { Rotation } from "./rotation.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  rotations: mongo.Collection<Rotation>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
