import type { AuditEntry } from "#campaigns/audit/entry.model.ts";
import { csvHead, toCell, toLine } from "#campaigns/bundles/signature-rows.ts";

const columns = [
  "number",
  "at",
  "account",
  "role",
  "organisation",
  "act",
  "on",
  "details",
  "from",
  "previous hash",
  "hash",
];

/**
 * Writes entries as CSV while they are read: safe against formulas, with everything that their hashes are made of.
 */
export async function* auditCsv(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield csvHead(columns);
  for await (const entry of entries) yield lineOf(entry);
}

function lineOf({
  _id,
  at,
  account,
  role,
  organisation,
  act,
  on,
  details,
  from,
  previous,
  hash,
}: AuditEntry) {
  const facts = details ? JSON.stringify(details) : "";
  const texts = [account, role, organisation, act, on, facts, from, previous, hash].map(toCell);
  return toLine([_id, at.toISOString(), ...texts]);
}
