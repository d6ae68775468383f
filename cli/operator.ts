import type { AuditDetails } from "#campaigns/audit/entry.model.ts";
import { type Actor, recordAudit } from "#campaigns/audit/record-audit.ts";
import type { Database } from "#campaigns/open.ts";
import type { InTransaction } from "#campaigns/platform/in-transaction.ts";

/** Whoever runs the command, in the audit trail: who has the database and the keys has no account. */
export const operator: Actor = {
  account: "operator",
  organisation: "operator",
  role: "operator",
  from: "command line",
};

/** Notes what an operator does, with the writes of `transaction` if that is given. @throws as `recordAudit` does. */
export function recordOperator(
  deps: { database: Database } & InTransaction,
  act: string,
  on: string,
  details?: AuditDetails,
): Promise<void> {
  return recordAudit({ ...deps, now: () => new Date() }, operator, act, on, details);
}
