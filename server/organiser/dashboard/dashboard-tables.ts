import type { Dashboard } from "#campaigns/dashboard/read-dashboard.ts";
import type { TableName } from "./dashboard-addresses.ts";

type Cell = string | number;

/** A table for programs: plain names, plain numbers, ISO 8601 times. */
export type PlainTable = { columns: string[]; rows: Cell[][] };

/** The tables behind the dashboard, for CSV. */
export const dashboardTables: Record<TableName, (dashboard: Dashboard) => PlainTable> = {
  figures: ({ figures, today, pace, readAt }) => ({
    columns: ["figure", "value"],
    rows: [
      ["as of", readAt.toISOString()],
      ["counted", figures.counted],
      ["counted today", today.counted],
      ["counted in the last hour", pace.lastHour.count],
      ["counted in the last five minutes", pace.fiveMinutes.count],
      ["asked to confirm", figures.asked],
      ["confirmed", figures.confirmed],
      ["awaiting confirmation", figures.awaiting],
      ["expired", figures.expired],
      ["erased", figures.erased],
      ["repeats", figures.repeats],
      ["withdrawn", figures.withdrawn],
      ...["web", "paper", "import"].map((name): Cell[] => [`counted, ${name}`, figures.channels[name] ?? 0]),
    ],
  }),
  hours: ({ hours, forecast }) => ({
    columns: ["hour", "count", "kind", "low", "high"],
    rows: [
      ...hours.map(({ at, count }): Cell[] => [at.toISOString(), count, "counted", "", ""]),
      ...(forecast?.hours ?? []).slice(1).map(({ count, low, high }, index): Cell[] => {
        const at = new Date((hours.at(-1)?.at.getTime() ?? 0) + (index + 1) * 3_600_000);
        return [at.toISOString(), Math.round(count), "forecast", rounded(low), rounded(high)];
      }),
    ],
  }),
  days: ({ days }) => ({
    columns: ["day", "count"],
    rows: days.map(({ at, count }) => [at.toISOString().slice(0, 10), count]),
  }),
  milestones: ({ milestones }) => ({
    columns: ["goal", "reached", "soonest", "latest"],
    rows: [
      ...(milestones?.reached ?? []).map(({ goal, reachedAt }): Cell[] => [
        goal,
        reachedAt.toISOString(),
        "",
        "",
      ]),
      ...(milestones?.reach
        ? [
            [
              milestones.next,
              `forecast ${milestones.reach.at.toISOString()}`,
              milestones.reach.soonest?.toISOString() ?? "",
              milestones.reach.latest?.toISOString() ?? "",
            ],
          ]
        : []),
    ],
  }),
  countries: ({ countries }) => ({
    columns: ["country", "count", "today"],
    rows: countries.map(({ code, counted, today }) => [code, counted, today]),
  }),
  petitions: ({ petitions, scope }) => ({
    columns: ["petition", "organisation", "version", "count", "today"],
    rows: petitions.flatMap(({ petition, counted, today, versions }) => {
      const owner = scope.petitions.find(({ id }) => id === petition)?.organisation ?? "";
      return [
        [petition, owner, "all", counted, today],
        ...Object.entries(versions).map(([version, count]): Cell[] => [petition, owner, version, count, ""]),
      ];
    }),
  }),
  sources: ({ sources }) => ({
    columns: ["source", "name", "count", "asked", "confirmed"],
    rows: sources.map(({ source, names, counted, asked, confirmed }) => [
      source,
      names.join(", "),
      counted,
      asked,
      confirmed,
    ]),
  }),
  languages: ({ figures }) => ({
    columns: ["language", "count"],
    rows: Object.entries(figures.languages),
  }),
};

function rounded(value: number | null): Cell {
  return value === null ? "" : Math.round(value);
}
