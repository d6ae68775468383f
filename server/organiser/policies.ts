import type { Account, Role } from "#campaigns/access/account.ts";

/** Who may do something; acts check reach themselves: whose data it is. */
export type Policy = { roles: readonly Role[] | "anybody" };

const everyone = ["secretariat", "organiser", "staff", "auditor"] as const;
const readers = everyone;
const organisers = ["secretariat", "organiser"] as const;
const overseers = ["secretariat", "organiser", "auditor"] as const;

/**
 * What each console route requires of its caller, by the name in its `config.policy`. An auditor only reads, apart
 * from their own account; staff hand over bundles.
 */
export const policies = {
  // Accounts
  "sign-in": { roles: "anybody" },
  "account.own": { roles: everyone },
  "accounts.read": { roles: overseers },
  "accounts.manage": { roles: organisers },
  "queues.read": { roles: ["secretariat"] },
  // Organisations
  "organisations.read": { roles: readers },
  "organisations.edit": { roles: organisers },
  "organisations.manage": { roles: ["secretariat"] },
  // Dashboard
  "dashboard.read": { roles: readers },
  // Campaigns and petitions
  "petitions.read": { roles: readers },
  "petitions.edit": { roles: organisers },
  "petitions.approve": { roles: organisers },
  "campaigns.change": { roles: organisers },
  "sources.edit": { roles: organisers },
  // Audit
  "audit.read": { roles: overseers },
  // Bundles
  "bundles.read": { roles: readers },
  "bundles.request": { roles: ["secretariat", "staff"] },
  "bundles.approve": { roles: ["secretariat", "organiser", "staff"] },
  // Updates
  "updates.read": { roles: overseers },
  "updates.write": { roles: organisers },
  // Mail
  "mail.read": { roles: overseers },
  "mail.suppress": { roles: ["secretariat"] },
} as const satisfies Record<string, Policy>;

/** The name of a policy. */
export type PolicyName = keyof typeof policies;

/** Tells whether a name is in the table. */
export function isPolicy(name: unknown): name is PolicyName {
  return typeof name === "string" && Object.hasOwn(policies, name);
}

/** Tells whether an account's role satisfies a policy. */
export function isAllowed({ role }: Pick<Account, "role">, name: PolicyName): boolean {
  const policy: Policy = policies[name];
  return policy.roles === "anybody" || policy.roles.includes(role);
}
