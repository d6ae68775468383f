import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "#campaigns/open.ts";

/** How long the workers may show no progress, in milliseconds. */
const timeoutMs = 120_000;

/** Waits until every sheet is processed and folded. @throws Error when there is no progress for two minutes. */
export async function waitUntilFolded(database: Database): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let progressAt = performance.now();
  for (;;) {
    const left = await database.sheets.countDocuments(
      { state: { $in: ["received", "processed"] } },
      { hint: "unfinished" },
    );
    if (left === 0) return;
    if (left < least) {
      least = left;
      progressAt = performance.now();
    }
    if (performance.now() - progressAt > timeoutMs)
      throw new Error(`${left} sheets are not folded, and none was for two minutes: see the workers' log.`);
    await wait(50);
  }
}
