import type { Database as Earlier, Deps as EarlierDeps } from "../audit/deps.ts";
import type { OrganisationModel } from "./organisation.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  organisations: OrganisationModel;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
};
