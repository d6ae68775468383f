import { consoleUrls } from "../console-urls.ts";
import type { PolicyName } from "../policies.ts";

/** A navigation item; pages name theirs. */
export type NavName =
  | "home"
  | "guide"
  | "campaigns"
  | "dashboard"
  | "petitions"
  | "updates"
  | "bundles"
  | "handovers"
  | "organisations"
  | "accounts"
  | "audit"
  | "mail"
  | "queues"
  | "glossary"
  | "account";

type NavItem = {
  name: NavName;
  policy: PolicyName;
  /** Where it leads; of an item about one campaign, for its slug. */
  href: string | ((campaign: string) => string);
  /** Also shown for a campaign that was never published. */
  isForDrafts?: true;
};

/** Items by what somebody wants to do, in the order shown; the first group has no title. */
export const navGroups = [
  {
    name: "start",
    items: [
      { name: "home", policy: "account.own", href: consoleUrls.home },
      { name: "campaigns", policy: "petitions.read", href: consoleUrls.campaigns },
      { name: "guide", policy: "petitions.edit", href: consoleUrls.guide },
    ],
  },
  {
    name: "campaign",
    items: [
      { name: "dashboard", policy: "dashboard.read", href: consoleUrls.campaign },
      { name: "petitions", policy: "petitions.read", href: consoleUrls.petitions, isForDrafts: true },
    ],
  },
  {
    name: "people",
    items: [
      { name: "updates", policy: "updates.read", href: consoleUrls.updates },
      { name: "organisations", policy: "organisations.read", href: consoleUrls.organisations },
      { name: "accounts", policy: "accounts.read", href: consoleUrls.accounts },
    ],
  },
  {
    name: "delivery",
    items: [
      { name: "bundles", policy: "bundles.read", href: consoleUrls.bundles },
      { name: "handovers", policy: "petitions.read", href: consoleUrls.handovers },
      { name: "mail", policy: "mail.read", href: consoleUrls.mail },
    ],
  },
  {
    name: "settings",
    items: [
      { name: "account", policy: "account.own", href: consoleUrls.account },
      { name: "audit", policy: "audit.read", href: consoleUrls.audit },
      { name: "glossary", policy: "account.own", href: consoleUrls.glossary },
    ],
  },
  { name: "operators", items: [{ name: "queues", policy: "queues.read", href: consoleUrls.queues }] },
] as const satisfies readonly { name: string; items: readonly NavItem[] }[];

type Shown = { name: NavName; href: string };

/** The items of a group for somebody who looks at a campaign, or at none. */
export function shownItems(
  items: readonly NavItem[],
  campaign: { slug: string; isBegun?: boolean } | undefined,
  isAllowed: (policy: PolicyName) => boolean,
): Shown[] {
  return items.flatMap(({ name, policy, href, isForDrafts }) => {
    if (!isAllowed(policy)) return [];
    if (typeof href === "string") return [{ name, href }];
    if (!campaign || (campaign.isBegun && !isForDrafts)) return [];
    return [{ name, href: href(campaign.slug) }];
  });
}
