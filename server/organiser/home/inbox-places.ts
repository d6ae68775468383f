import type { Inbox, InboxItem } from "#campaigns/dashboard/inbox/inbox.ts";
import { consoleUrls } from "../console-urls.ts";
import type { PolicyName } from "../policies.ts";

/** Where something is dealt with, and what one must be allowed to for that. */
type Place = { href: string; policy: PolicyName };

/** Where an item leads. */
export function placeOf(list: keyof Inbox, { kind, campaign, thing }: InboxItem): Place {
  const update = thing === null ? consoleUrls.updates(campaign) : consoleUrls.update(campaign, thing);
  switch (kind) {
    case "page":
    case "petition":
    case "publish":
      return { href: consoleUrls.changes(campaign, thing), policy: approving(list) };
    case "changes":
    case "continue":
      return {
        href: thing === null ? consoleUrls.petitions(campaign) : consoleUrls.draft(campaign, thing),
        policy: "petitions.edit",
      };
    case "close":
    case "reopen":
    case "archive":
    case "dates":
      return {
        href: `${thing === null ? consoleUrls.schedule(campaign) : consoleUrls.life(campaign, thing)}#h-asked`,
        policy: "campaigns.change",
      };
    case "new-petition":
      return {
        href:
          list === "waiting" ? `${consoleUrls.petitions(campaign)}#h-wishes` : consoleUrls.campaign(campaign),
        policy: "petitions.edit",
      };
    case "update":
      return { href: update, policy: list === "waiting" ? "updates.write" : "updates.read" };
    case "schedule":
    case "changes-update":
    case "continue-update":
      return { href: update, policy: "updates.write" };
    case "uncertain":
    case "paused":
      return { href: update, policy: "updates.read" };
    case "bundle-approval":
      return { href: consoleUrls.bundles(campaign), policy: "bundles.approve" };
    case "bundle":
    case "bundle-failed":
      return { href: consoleUrls.bundles(campaign), policy: "bundles.request" };
    case "letters":
      return { href: consoleUrls.mail, policy: "mail.read" };
    case "drift":
      return { href: `${consoleUrls.campaign(campaign)}#h-checks`, policy: "dashboard.read" };
  }
}

function approving(list: keyof Inbox): PolicyName {
  return list === "waiting" ? "petitions.approve" : "petitions.read";
}
