import type { Account } from "#campaigns/access/account.ts";
import { reaches } from "#campaigns/access/reach.ts";
import { listSheets } from "#campaigns/dashboard/list-sheets.ts";
import { readDashboard } from "#campaigns/dashboard/read-dashboard.ts";
import { readNeeds } from "#campaigns/dashboard/read-needs.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { atOneMoment } from "#campaigns/platform/at-one-moment.ts";
import type { DashboardPage } from "./dashboard.view.ts";
import { dashboardAddresses, type Filters } from "./dashboard-addresses.ts";

const newestShown = 5;

/** Campaigns with a petition within an account's reach: those that can be shown side by side. */
async function shownCampaigns(
  deps: Pick<Deps, "database">,
  account: Pick<Account, "role" | "organisation">,
): Promise<Campaign[]> {
  const campaigns = await listCampaigns(deps);
  return campaigns.filter(({ petitions }) =>
    petitions.some(({ organisation }) => reaches(account, organisation)),
  );
}

/** Reads everything that a campaign's page shows. @throws DomainError `not-found`. */
export async function readDashboardPage(
  deps: Deps,
  account: Account,
  slug: string,
  filters: Filters,
  isLive: boolean,
): Promise<DashboardPage> {
  const [{ dashboard, beside, newest }, organisations, campaigns] = await Promise.all([
    readFigures(deps, account, slug, filters),
    listOrganisations(deps),
    shownCampaigns(deps, account),
  ]);
  const needs = await readNeeds(deps, account, dashboard.scope);
  return {
    account,
    dashboard,
    needs,
    beside,
    newest,
    addresses: dashboardAddresses(slug, filters),
    filters,
    organisations: new Map(organisations.map((organisation) => [organisation.slug, organisation.name])),
    campaigns: campaigns.filter((campaign) => campaign.slug !== slug),
    isLive,
  };
}

/** All that counts signatures, read from one snapshot. */
function readFigures(
  deps: Deps,
  account: Account,
  slug: string,
  { beside, ...asked }: Filters,
): Promise<Pick<DashboardPage, "dashboard" | "beside" | "newest">> {
  return atOneMoment(deps.database, async (moment) => {
    const reading = { ...deps, moment };
    const dashboard = await readDashboard(reading, account, slug, asked);
    const [other, newest] = await Promise.all([
      beside ? readDashboard(reading, account, beside) : undefined,
      listSheets(reading, dashboard.scope, undefined, newestShown),
    ]);
    return { dashboard, beside: other, newest };
  });
}
