import type { AuditDetails } from "#campaigns/audit/entry.model.ts";
import { type Actor, noteAct } from "#campaigns/audit/note-act.ts";
import type { Database } from "#campaigns/open.ts";
import type { Within } from "#campaigns/platform/in-transaction.ts";

/** Whoever runs the command, in the audit trail: who has the database and the keys has no account. */
export const operator: Actor = {
  account: "operator",
  organisation: "operator",
  role: "operator",
  from: "command line",
};

/** Notes what an operator does, with the writes of `within` if that is given. @throws as `noteAct` does. */
export function noteOperator(
  deps: { database: Database } & Within,
  act: string,
  on: string,
  details?: AuditDetails,
): Promise<void> {
  return noteAct({ ...deps, now: () => new Date() }, operator, act, on, details);
}
