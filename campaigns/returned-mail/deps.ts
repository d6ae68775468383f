import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../updates/deps.ts";
import type { WebhookToken } from "./webhook-token.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  webhookTokens: mongo.Collection<WebhookToken>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
