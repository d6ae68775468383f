import type { PolicyName } from "../policies.ts";

/** A navigation item; pages name theirs. */
export type NavName =
  | "campaigns"
  | "dashboard"
  | "petitions"
  | "updates"
  | "bundles"
  | "organisations"
  | "accounts"
  | "audit"
  | "mail"
  | "queues"
  | "account";

/** Where somebody sets up the second step that their role needs. */
export const secondStepPath = "/organiser/second-step";

type NavItem = { name: NavName; policy: PolicyName };

/** Items for one campaign, in the order shown. */
export const campaignNav: readonly (NavItem & { href(campaign: string): string })[] = [
  { name: "dashboard", policy: "dashboard.read", href: (campaign) => `/organiser/c/${campaign}` },
  { name: "petitions", policy: "petitions.read", href: (campaign) => `/organiser/c/${campaign}/petitions` },
  { name: "updates", policy: "updates.read", href: (campaign) => `/organiser/c/${campaign}/updates` },
  { name: "bundles", policy: "bundles.read", href: (campaign) => `/staff/c/${campaign}/bundles` },
];

/** Items for the network as a whole. */
export const networkNav: readonly (NavItem & { href: string })[] = [
  { name: "campaigns", policy: "petitions.read", href: "/organiser/campaigns" },
  { name: "organisations", policy: "organisations.read", href: "/organiser/organisations" },
  { name: "accounts", policy: "accounts.read", href: "/organiser/accounts" },
  { name: "audit", policy: "audit.read", href: "/organiser/audit" },
  { name: "mail", policy: "mail.read", href: "/organiser/mail" },
  { name: "queues", policy: "queues.read", href: "/staff/queues" },
];
