import type { mongo } from "mongoose";
import type { Account } from "../access/account.ts";
import { mustReach } from "../access/reach.ts";
import type { Database } from "./deps.ts";
import type { AuditEntry } from "./entry.model.ts";

type AuditDeps = { database: Pick<Database, "audit"> };
type Reader = Pick<Account, "role" | "organisation">;

/** Which entries are wanted; empty texts and missing fields filter nothing. */
export type AuditFilter = {
  /** Id of an account, or "operator". */
  account?: string;
  act?: string;
  /** What was acted on; a prefix is enough. */
  on?: string;
  organisation?: string;
  /** From this moment on. */
  from?: Date;
  /** Before this moment. */
  to?: Date;
};

/** A page of entries, newest first. */
export type AuditPage = {
  entries: AuditEntry[];
  /** The number before which the next page starts; undefined on the last page. */
  next: number | undefined;
};

/** The choices offered in filters: what occurs in the entries that an account may read. */
export type AuditChoices = { accounts: string[]; acts: string[]; organisations: string[] };

/**
 * An account that may not ask for a bundle does not read of it either: its entries name the organisation that it is
 * limited to.
 */
const notOfBundles = { $not: /^bundle\./ };

const pageLength = 50;
const mostChoices = 300;

/**
 * The newest entries that a filter lets pass, `before` a number. The secretariat reads all, others what accounts of
 * their organisation did, but for bundles of more than its own petitions.
 * @throws DomainError `not-found` when the filter names another organisation.
 */
export async function listEntries(
  { database }: AuditDeps,
  reader: Reader,
  filter: AuditFilter,
  before?: number,
): Promise<AuditPage> {
  const query = { ...toQuery(reader, filter), ...(before !== undefined && { _id: { $lt: before } }) };
  const found = await database.audit
    .find(query)
    .sort({ _id: -1 })
    .limit(pageLength + 1)
    .toArray();
  const entries = found.slice(0, pageLength);
  return { entries, next: found.length > pageLength ? entries.at(-1)?._id : undefined };
}

/** All entries that match a filter, newest first, one by one. @throws as `listEntries` does. */
export function readEntries(
  { database }: AuditDeps,
  reader: Reader,
  filter: AuditFilter,
): AsyncIterable<AuditEntry> {
  return database.audit.find(toQuery(reader, filter)).sort({ _id: -1 });
}

/** The filter choices for an account. */
export async function listChoices({ database }: AuditDeps, reader: Reader): Promise<AuditChoices> {
  const scope = toQuery(reader, {});
  const [accounts, acts, organisations] = await Promise.all([
    database.audit.distinct("account", scope),
    database.audit.distinct("act", scope),
    database.audit.distinct("organisation", scope),
  ]);
  return {
    accounts: accounts.slice(0, mostChoices),
    acts: acts.slice(0, mostChoices),
    organisations: organisations.slice(0, mostChoices),
  };
}

function toQuery(
  reader: Reader,
  { account, act, on, organisation, from, to }: AuditFilter,
): mongo.Filter<AuditEntry> {
  if (organisation) mustReach(reader, organisation);
  const isLeading = reader.role === "secretariat";
  const own = isLeading ? organisation : reader.organisation;
  const at = { ...(from && { $gte: from }), ...(to && { $lt: to }) };
  return {
    ...(own && { organisation: own }),
    ...(account && { account }),
    ...(act && { act }),
    ...(!isLeading && { $or: [{ act: notOfBundles }, { "details.organisation": reader.organisation }] }),
    // A prefix search: the index is ordered by code units.
    ...(on && { on: { $gte: on, $lt: `${on}\uffff` } }),
    ...((from || to) && { at }),
  };
}
