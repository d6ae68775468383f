import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../petitions/deps.ts";
import type { MailEvent } from "./mail-event.model.ts";
import type { MailMark } from "./mail-mark.model.ts";
import type { Suppression } from "./suppression/suppression.model.ts";
import type { BouncePattern } from "./verp.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  suppressions: mongo.Collection<Suppression>;
  mailEvents: mongo.Collection<MailEvent>;
  mailMarks: mongo.Collection<MailMark>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
  /** Where bounces go; undefined while that is not configured. */
  bounces: BouncePattern | undefined;
};
