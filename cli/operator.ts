import type { Actor } from "#campaigns/audit/note-act.ts";

/** Whoever runs the command, in the audit trail: who has the database and the keys has no account. */
export const operator: Actor = {
  account: "operator",
  organisation: "operator",
  role: "operator",
  from: "command line",
};
