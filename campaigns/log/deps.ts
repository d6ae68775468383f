import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../signing/deps.ts";
import type { StoredCheckpoint } from "./checkpoint.model.ts";
import type { Log } from "./log.model.ts";
import type { StoredTile } from "./tile.model.ts";
import type { Witness } from "./witness.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  logs: mongo.Collection<Log>;
  logTiles: mongo.Collection<StoredTile>;
  checkpoints: mongo.Collection<StoredCheckpoint>;
  witnesses: mongo.Collection<Witness>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
