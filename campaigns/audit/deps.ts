import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../platform/deps.ts";
import type { AuditEntry } from "./entry.model.ts";
import type { AuditHead } from "./head.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  audit: mongo.Collection<AuditEntry>;
  auditHeads: mongo.Collection<AuditHead>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
