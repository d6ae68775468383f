import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Needs } from "#campaigns/dashboard/read-needs.ts";
import type { Html } from "#server/page/html.ts";
import { nameOfPetition } from "../campaigns/petition-names.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { isAllowed, type PolicyName } from "../policies.ts";

/** Something that needs attention: what, where it is handled, and who may go there. */
type Need = { key: string; text: string; href: string; policy: PolicyName };

/** What needs attention, each with a link to where it is handled; one quiet line when nothing does. */
export function needsView(book: ConsoleBook, slug: string, needs: Needs, account: Account): Html {
  const { say } = book;
  const lines = [
    ...endingNeed(book, slug, needs),
    ...petitionNeeds(book, slug, needs),
    ...countedNeeds(book, slug, needs),
  ].filter(({ policy }) => isAllowed(account, policy));
  if (lines.length === 0) return html`<p class="soft">${say("dashboard.needs.none")}</p>`;
  return html`<section class="needs" aria-labelledby="h-needs">
<h2 id="h-needs">${say("dashboard.needs.title")}</h2><ul>${lines.map(
    ({ key, text, href }) =>
      html`<li><span>${text}</span> <a class="linked" href="${href}">${say(`dashboard.needs.act.${key}`)}</a></li>
`,
  )}</ul></section>`;
}

/** What somebody asked for about the whole campaign: for a second person to approve; who asked sees that it waits. */
function endingNeed({ say }: ConsoleBook, slug: string, { ending }: Needs): Need[] {
  if (!ending) return [];
  const asked = say(`campaigns.schedule.asked.${ending.move}`);
  const waits = say("dashboard.needs.waitsForAnother", {
    asked: say(`campaigns.schedule.${ending.move === "dates" ? "otherDates" : ending.move}`),
  });
  const href = `${consoleUrls.schedule(slug)}#h-asked`;
  const key = ending.isOwn ? "waits" : "toApprove";
  return [{ key, text: ending.isOwn ? waits : asked, href, policy: "campaigns.change" }];
}

/** The same about single petitions. */
function petitionNeeds(book: ConsoleBook, slug: string, { petitionEndings }: Needs): Need[] {
  const { say } = book;
  return petitionEndings.map(({ petition, move, isOwn }) => {
    const asked = isOwn
      ? say("dashboard.needs.waitsForAnother", { asked: say(`campaigns.life.approve.${move}`) })
      : say(`campaigns.life.asked.${move}`);
    const text = say("dashboard.needs.ofPetition", {
      petition: nameOfPetition(book, petition, new Map()),
      asked,
    });
    const href = `${consoleUrls.life(slug, petition)}#h-asked`;
    return { key: isOwn ? "waits" : "toApprove", text, href, policy: "campaigns.change" as const };
  });
}

/** Things that are counted; a single one is linked directly, several to their list. */
function countedNeeds(book: ConsoleBook, slug: string, needs: Needs): Need[] {
  const { toApprove, ownToApprove, toTime, uncertain, drafts, ownDrafts, lettersFailed, drift } = needs;
  const update = (ids: readonly string[]) =>
    ids.length === 1 && ids[0] ? consoleUrls.update(slug, ids[0]) : consoleUrls.updates(slug);
  const draft = (petitions: Needs["drafts"]) =>
    petitions.length === 1 ? consoleUrls.changes(slug, petitions[0] ?? null) : consoleUrls.petitions(slug);
  const mails = uncertain.reduce((sum, one) => sum + one.mails, 0);
  const toResend = update(uncertain.map((one) => one.update));
  const rows: [key: string, says: string, count: number, href: string, policy: PolicyName][] = [
    ["toApprove", "updates.waiting", toApprove.length, update(toApprove), "updates.read"],
    ["waits", "updates.waiting", ownToApprove.length, update(ownToApprove), "updates.read"],
    ["toTime", "updates.toTime", toTime.length, update(toTime), "updates.read"],
    ["uncertain", "dashboard.needs.uncertain", mails, toResend, "updates.read"],
    ["drafts", "dashboard.needs.drafts", drafts.length, draft(drafts), "petitions.read"],
    ["waits", "dashboard.needs.drafts", ownDrafts.length, draft(ownDrafts), "petitions.read"],
    ["letters", "dashboard.needs.letters", lettersFailed, consoleUrls.mail, "mail.read"],
    ["drift", "dashboard.needs.drift", drift, "#h-checks", "dashboard.read"],
  ];
  return rows
    .filter(([, , count]) => count > 0)
    .map(([key, says, count, href, policy]) => {
      const what = book.count(says, count);
      return {
        key,
        text: key === "waits" ? book.say("dashboard.needs.byAnother", { what }) : what,
        href,
        policy,
      };
    });
}
