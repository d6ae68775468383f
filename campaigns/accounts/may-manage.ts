import type { Account, Role } from "../access/account.ts";
import { mustReach } from "../access/reach.ts";
import { DomainError } from "../platform/errors.ts";

type Managing = Pick<Account, "role" | "organisation">;

/** The roles that an account may give: organisers any but the secretariat's. */
export function rolesToGive({ role }: Pick<Account, "role">): readonly Role[] {
  const usual = ["organiser", "staff", "auditor"] as const;
  return role === "secretariat" ? (["secretariat", ...usual] as const) : usual;
}

/**
 * Makes sure that an account may change another, or give it a role.
 * @throws DomainError `not-found` for another organisation's account, `not-allowed` for one of the secretariat.
 */
export function mustManage(by: Managing, other: Managing): void {
  mustReach(by, other.organisation);
  if (rolesToGive(by).includes(other.role)) return;
  throw new DomainError("not-allowed", "Only the secretariat changes accounts of the secretariat.");
}
