import type { AuditDetails } from "#campaigns/audit/entry.model.ts";
import { type Actor, recordAudit } from "#campaigns/audit/record-audit.ts";
import type { Database } from "#campaigns/open.ts";
import type { InTransaction } from "#campaigns/platform/in-transaction.ts";

/** The operator in the audit trail: somebody with the database and the keys needs no account. */
export const operator: Actor = {
  account: "operator",
  organisation: "operator",
  role: "operator",
  from: "command line",
};

/**
 * Records what an operator does, together with the writes of `transaction` if given.
 * @throws as `recordAudit` does.
 */
export function recordOperator(
  deps: { database: Database } & InTransaction,
  act: string,
  on: string,
  details?: AuditDetails,
): Promise<void> {
  return recordAudit({ ...deps, now: () => new Date() }, operator, act, on, details);
}
