import type { Deps } from "../bundles/deps.ts";
import { sweeps } from "../platform/jobs/queues.ts";
import { type RecountKind, recountKey, recountKinds } from "../signing/tallies/recount-note.model.ts";

/** The result of the last recount of a campaign; `at` is null before the first. */
export type LastRecount = { against: RecountKind; at: Date | null; drift: number; isLate: boolean };

const sweepOf = {
  roll: "recount",
  sheets: "recount-sheets",
  updates: "recount-updates",
} as const satisfies Record<RecountKind, keyof typeof sweeps>;

/** Reads the results of a campaign's last recounts; one is late when two in a row did not finish. */
export async function readRecounts(
  { database, now }: Pick<Deps, "database" | "now">,
  campaign: string,
): Promise<LastRecount[]> {
  const keys = recountKinds.map((against) => recountKey(campaign, against));
  const found = await database.recounts.find({ _id: { $in: keys } }).toArray();
  return recountKinds.map((against) => {
    const note = found.find((one) => one.against === against);
    if (!note) return { against, at: null, drift: 0, isLate: false };
    const isLate = now().getTime() - note.at.getTime() > 2 * sweeps[sweepOf[against]];
    return { against, at: note.at, drift: note.drift, isLate };
  });
}
