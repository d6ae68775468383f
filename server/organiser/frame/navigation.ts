import { consoleUrls } from "../console-urls.ts";
import type { PolicyName } from "../policies.ts";

/** A navigation item; pages name theirs. */
export type NavName =
  | "guide"
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

type NavItem = { name: NavName; policy: PolicyName };

/** Items for one campaign, in the order shown. */
export const campaignNav: readonly (NavItem & { href(campaign: string): string })[] = [
  { name: "dashboard", policy: "dashboard.read", href: consoleUrls.campaign },
  { name: "petitions", policy: "petitions.read", href: consoleUrls.petitions },
  { name: "updates", policy: "updates.read", href: consoleUrls.updates },
  { name: "bundles", policy: "bundles.read", href: consoleUrls.bundles },
];

/** Items for the network as a whole. */
export const networkNav: readonly (NavItem & { href: string })[] = [
  { name: "guide", policy: "petitions.edit", href: consoleUrls.guide },
  { name: "campaigns", policy: "petitions.read", href: consoleUrls.campaigns },
  { name: "organisations", policy: "organisations.read", href: consoleUrls.organisations },
  { name: "accounts", policy: "accounts.read", href: consoleUrls.accounts },
  { name: "audit", policy: "audit.read", href: consoleUrls.audit },
  { name: "mail", policy: "mail.read", href: consoleUrls.mail },
  { name: "queues", policy: "queues.read", href: consoleUrls.queues },
];
