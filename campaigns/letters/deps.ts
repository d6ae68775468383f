import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../log/deps.ts";
import type { Enquiry } from "./enquiries/enquiry.model.ts";
import type { MailboxAllowance } from "./mailbox.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  mailboxes: mongo.Collection<MailboxAllowance>;
  enquiries: mongo.Collection<Enquiry>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
