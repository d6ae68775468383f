import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Needs } from "#campaigns/dashboard/read-needs.ts";
import type { Html } from "#server/page/html.ts";
import { urls } from "../campaigns/params.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { isAllowed, type PolicyName } from "../policies.ts";
import { paths } from "../updates/paths.ts";

/** Something that needs attention: how much of it, where it is handled, and who may go there. */
type Need = { key: string; says?: string; count: number; href: string; policy: PolicyName };

/** What needs attention, each with a link to where it is handled; one quiet line when nothing does. */
export function needsView(book: ConsoleBook, slug: string, needs: Needs, account: Account): Html {
  const { say, count } = book;
  const lines = needsOf(slug, needs).filter((need) => need.count > 0 && isAllowed(account, need.policy));
  if (lines.length === 0) return html`<p class="soft">${say("dashboard.needs.none")}</p>`;
  return html`<section class="needs" aria-labelledby="h-needs"><h2 id="h-needs">${say("dashboard.needs.title")}</h2><ul>${lines.map(
    ({ key, says = `dashboard.needs.${key}`, count: number, href }) =>
      html`<li><span>${count(says, number)}</span> <a class="linked" href="${href}">${say(`dashboard.needs.act.${key}`)}</a></li>
`,
  )}</ul></section>`;
}

/** A single thing is linked directly, several to their list. */
function needsOf(slug: string, needs: Needs): Need[] {
  const { toApprove, toTime, uncertain, drafts, lettersFailed, drift } = needs;
  const update = (ids: readonly string[]) =>
    ids.length === 1 && ids[0] ? paths.update(slug, ids[0]) : paths.list(slug);
  const draft = drafts.length === 1 ? urls.changes(slug, drafts[0] ?? null) : urls.overview(slug);
  const mails = uncertain.reduce((sum, one) => sum + one.mails, 0);
  return [
    {
      key: "toApprove",
      says: "updates.waiting",
      count: toApprove.length,
      href: update(toApprove),
      policy: "updates.read",
    },
    {
      key: "toTime",
      says: "updates.toTime",
      count: toTime.length,
      href: update(toTime),
      policy: "updates.read",
    },
    {
      key: "uncertain",
      count: mails,
      href: update(uncertain.map((one) => one.update)),
      policy: "updates.read",
    },
    { key: "drafts", count: drafts.length, href: draft, policy: "petitions.read" },
    { key: "letters", count: lettersFailed, href: "/organiser/mail", policy: "mail.read" },
    { key: "drift", count: drift, href: "#h-health", policy: "dashboard.read" },
  ];
}
