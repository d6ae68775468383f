import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../returned-mail/deps.ts";
import type { BundleRequest } from "./bundle-request.model.ts";
import type { SnapshotWindow } from "./snapshot-window.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  bundleRequests: mongo.Collection<BundleRequest>;
  snapshotWindows: mongo.Collection<SnapshotWindow>;
  /** Bundles that were made and not downloaded yet, sealed. */
  bundleFiles: mongo.GridFSBucket;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
