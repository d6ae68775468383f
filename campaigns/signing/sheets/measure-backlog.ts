import type { Measure } from "../../platform/measures.ts";
import type { Deps } from "../deps.ts";

/** How far the workers are behind: sheets not yet processed, and the age of the oldest in seconds. */
export async function measureBacklog(
  deps: Pick<Deps, "database" | "now">,
): Promise<{ sheets: number; seconds: number }> {
  const { sheets } = deps.database;
  const [count, oldest] = await Promise.all([
    sheets.countDocuments({ state: "received" }, { hint: "unfinished" }),
    sheets.findOne({ state: "received" }, { projection: { at: 1 }, sort: { _id: 1 } }),
  ]);
  const age = oldest ? deps.now().getTime() - oldest.at.getTime() : 0;
  return { sheets: count, seconds: Math.max(age, 0) / 1_000 };
}

/** How far the workers are behind, as gauges. */
export function backlogMeasures(deps: Pick<Deps, "database" | "now">): Measure[] {
  return [
    {
      name: "sheaf_backlog_seconds",
      help: "Age of the oldest sheet that is not processed",
      measure: async () => [{ value: (await measureBacklog(deps)).seconds }],
    },
    {
      name: "sheaf_backlog_sheets",
      help: "Sheets that are not processed",
      measure: async () => [{ value: (await measureBacklog(deps)).sheets }],
    },
  ];
}
