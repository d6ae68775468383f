import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../outbox/deps.ts";
import type { StoredAccount } from "./account.model.ts";
import type { Session } from "./session.model.ts";
import type { Ticket } from "./ticket.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  accounts: mongo.Collection<StoredAccount>;
  sessions: mongo.Collection<Session>;
  tickets: mongo.Collection<Ticket>;
};

/** What acts in this room work with; each act names the part it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
