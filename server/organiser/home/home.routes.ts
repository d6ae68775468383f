import type { FastifyInstance } from "fastify";
import { nameAccounts } from "#campaigns/accounts/name-accounts.ts";
import type { Inbox } from "#campaigns/dashboard/inbox/inbox.ts";
import { reachedCampaigns, readInbox } from "#campaigns/dashboard/inbox/read-inbox.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { homePage } from "./home.view.ts";

/** The start page: what waits for somebody, what they wait for and what is wrong, in all campaigns within reach. */
export async function homeRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  app.get(consoleUrls.home, { config: { policy: "account.own" } }, async (request, reply) => {
    const account = accountOf(request);
    const campaigns = await reachedCampaigns(deps, account);
    const [inbox, totals] = await Promise.all([
      readInbox(deps, account, campaigns),
      totalsOf(deps, campaigns),
    ]);
    const people = await nameAccounts(deps, whoAsked(inbox));
    const seen = { account, campaigns, inbox, totals, people, now: deps.now() };
    return sendConsolePage(reply, homePage(consoleBook(account.locale), seen));
  });
}

function whoAsked({ waiting, awaited, wrong }: Inbox): string[] {
  return [...waiting, ...awaited, ...wrong].flatMap(({ by }) => by ?? []);
}

/** Totals by the ordinals of campaigns. */
async function totalsOf(
  { database }: Pick<Deps, "database">,
  campaigns: readonly Campaign[],
): Promise<Map<number, number>> {
  const found = await database.totals
    .find({ _id: { $in: campaigns.map(({ ordinal }) => ordinal) } }, { projection: { total: 1 } })
    .toArray();
  return new Map(found.map(({ _id, total }) => [_id, total]));
}
