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
