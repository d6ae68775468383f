import { Types } from "mongoose";
import type { Account, Role } from "#campaigns/access/account.ts";
import type { Actor } from "#campaigns/audit/record-audit.ts";

/** Somebody of a role who acts on bundles, without an account that is stored. */
export function personOf(role: Role, organisation: string): { account: Account; actor: Actor } {
  const id = new Types.ObjectId().toHexString();
  const account: Account = { id, name: "N", email: "n@sheaf.test", organisation, role, locale: "en" };
  return { account, actor: { account: id, organisation, role, from: "203.0.113.0/24" } };
}
