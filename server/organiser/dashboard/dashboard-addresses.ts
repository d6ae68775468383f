import type { Scope } from "#campaigns/dashboard/scope.ts";
import type { Channel } from "#campaigns/signing/sheets/channel.ts";
import { consoleUrls } from "../console-urls.ts";

/** Stands for "no source code" in an address; codes contain no full stop. */
export const noCode = ".";

/** What the dashboard shows: the filters of its form, as they appear in addresses. */
export type Filters = {
  organisation?: string | undefined;
  petition?: string | undefined;
  country?: string | undefined;
  /** Only for lists of sheets: which lines. The source is `noCode` for those without one. */
  channel?: Channel | undefined;
  language?: string | undefined;
  source?: string | undefined;
  /** And when they arrived: the first minute, and the first one after, by `minuteOf`. */
  from?: string | undefined;
  to?: string | undefined;
  /** Another campaign to show next to this one. */
  beside?: string | undefined;
  /** What each bar of the chart stands for. */
  by?: "day" | undefined;
};

/** Tables available as CSV. */
export const tableNames = [
  "figures",
  "hours",
  "days",
  "milestones",
  "countries",
  "petitions",
  "sources",
  "languages",
] as const;
export type TableName = (typeof tableNames)[number];

/** Charts available as PNG. */
export const chartNames = ["hours", "days", "countries"] as const;
export type ChartName = (typeof chartNames)[number];

/** The addresses of a dashboard's parts with its filters. */
export function dashboardAddresses(slug: string, filters: Filters) {
  const at = (url: string, differences: Filters & { before?: string } = {}) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...filters, ...differences }))
      if (value) query.set(name, value);
    return query.size > 0 ? `${url}?${query}` : url;
  };
  const allLines = {
    ...{ channel: undefined, language: undefined, source: undefined },
    ...{ from: undefined, to: undefined },
  };
  const ofPage = { beside: undefined, by: undefined };
  const ofSheets = { ...ofPage, ...allLines };
  return {
    page: (differences?: Filters) => at(consoleUrls.campaign(slug), { ...allLines, ...differences }),
    table: (name: TableName) => at(consoleUrls.figures(slug, `${name}.csv`), ofSheets),
    chart: (name: ChartName) => at(consoleUrls.figures(slug, `${name}.png`), ofSheets),
    events: () => at(consoleUrls.figures(slug, "events"), ofSheets),
    sheets: (differences?: Filters & { before?: string }) =>
      at(consoleUrls.sheets(slug), { ...ofPage, ...differences }),
    allSheets: () => consoleUrls.sheets(slug),
    sheetsTable: () => at(`${consoleUrls.sheets(slug)}.csv`, ofPage),
    sheet: (id: string) => at(consoleUrls.sheet(slug, id), ofPage),
  };
}

/** A moment as it appears in addresses, to the minute. */
export function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16)}Z`;
}

/** The filters that a scope came from. */
export function filtersOf({ organisation, petition, country }: Scope): Filters {
  return {
    ...(organisation && { organisation }),
    ...(petition && { petition }),
    ...(country && { country }),
  };
}
