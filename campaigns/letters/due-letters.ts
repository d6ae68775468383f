import type { Deps } from "../signing/deps.ts";

const mostAtOnce = 2_000;

/** Ids of letters that became due more than a few seconds ago, oldest first: their jobs may be lost. */
export async function findDueLetters(deps: Pick<Deps, "database" | "now">): Promise<string[]> {
  const before = new Date(deps.now().getTime() - 5_000);
  const due = await deps.database.letters
    .find({ state: "due", dueAt: { $lte: before } }, { projection: { _id: 1 } })
    .sort({ dueAt: 1 })
    .limit(mostAtOnce)
    .toArray();
  return due.map(({ _id }) => _id);
}
